// The other side of a workload, in a process of its own so that its work counts for neither of the two that are compared.
// `begin N` and `end` on stdin surround each round and are answered with a line; the end of stdin ends it.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { dist, stimulus, directory } = JSON.parse(process.argv[2]);
const { openWitness } = await import(pathToFileURL(join(dist, 'harness/run/witness/open-witness.js')).href);
const now = () => Number(process.hrtime.bigint());
const witness = await openWitness(stimulus, { directory, secret: 0x5eed, patienceMs: 2000, now });

const say = (line) => process.stdout.write(`${line}\n`);
say(JSON.stringify(witness.endpoints));
for await (const line of createInterface({ input: process.stdin })) {
  const [act, round] = line.split(' ');
  if (act === 'begin') await witness.beforeRound(Number(round), false);
  else await witness.afterRound();
  say('ok');
}
process.exit(0);
