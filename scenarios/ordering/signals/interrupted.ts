// A process of ordering.signals that is started to be interrupted: it says what it does, and waits for its end.
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [what, seed, key] = process.argv.slice(2);
const STEPS = ['ready', 'handled', 'cancelled', 'cleaned', 'interrupted'];
const FOR_LONG_MS = 30_000;

function step(name: string): void {
  const id = STEPS.indexOf(name);
  const value = Math.imul(Number(seed) ^ (Number(key) * 0x10000 + id), 0x9e3779b1) >>> 0;
  writeSync(1, `${id} ${value}\n`);
}

if (what === 'once') process.once('SIGINT', () => step('handled'));
try {
  step('ready');
  await sleep(FOR_LONG_MS);
} catch {
  step('cancelled');
} finally {
  step('cleaned');
}
