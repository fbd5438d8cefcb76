// The process of ordering.errors in which nobody hears an error: three callbacks or three tasks, the second of which throws.
import { writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';

const [what, seed, key] = process.argv.slice(2);

function run(id: number): void {
  const value = Math.imul(Number(seed) ^ (Number(key) * 0x10000 + id), 0x9e3779b1) >>> 0;
  writeSync(1, `${id} ${value}\n`);
  if (id === 1) throw new Error('nobody hears this');
}

async function task(id: number): Promise<void> {
  await nextTurn();
  run(id);
}

for (let id = 0; id < 3; id++)
  if (what === 'task') void task(id);
  else setImmediate(run, id);
