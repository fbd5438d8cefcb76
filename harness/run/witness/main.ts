// The witness process: acts on the other side of a workload, and kills leftover runners when the harness has ended.
import { setTimeout as sleep } from 'node:timers/promises';
import { WRITER_PATIENCE_MS } from '../../contract/witness.ts';
import { sweepLeftovers } from '../leftovers.ts';
import { SHARED_MEMORY } from '../scratch.ts';
import { makeAnswer } from './answer.ts';
import { parseToWitness } from './wire.ts';
import type { WitnessReply } from './wire.ts';

const GONE_LIMIT_MS = 3000;
const GONE_POLL_MS = 10;

const [epochText = '', patienceText = String(WRITER_PATIENCE_MS)] = process.argv.slice(2);
if (process.send === undefined || !/^\d+$/.test(epochText)) {
  process.stderr.write('The witness is started by evenloop itself, not by hand.\n');
  process.exit(2);
}

const epochNs = BigInt(epochText);
const host = process.ppid;
const guarded = new Set<number>();
let saidFarewell = false;
const answer = makeAnswer({
  now: () => Number(process.hrtime.bigint() - epochNs),
  patienceMs: Number(patienceText),
  runners: () => [...guarded],
});

process.on('message', (value: unknown) => {
  const message = parseToWitness(value);
  if (message === null) throw new Error(`not a message for a witness: ${JSON.stringify(value)}`);
  if (message.kind === 'farewell') saidFarewell = true;
  else if (!('pid' in message)) void answer(message).then(reply);
  else if (message.kind === 'guard') guarded.add(message.pid);
  else guarded.delete(message.pid);
});

// The channel closes when the harness ends, however it ends: this is the only thing a SIGKILL cannot take away.
process.on('disconnect', () => {
  for (const pid of guarded) killGroup(pid);
  if (saidFarewell) process.exit(0);
  void cleared().finally(() => process.exit(0));
});

/** What the harness left is of nobody once it is gone: the kernel closes its channel a moment earlier. */
async function cleared(): Promise<void> {
  for (let waitedMs = 0; process.ppid === host && waitedMs < GONE_LIMIT_MS; waitedMs += GONE_POLL_MS)
    await sleep(GONE_POLL_MS);
  if (process.ppid === host) return;
  sweepLeftovers(process.env, SHARED_MEMORY);
}

reply({ kind: 'ready' });

function reply(message: WitnessReply): void {
  if (process.connected) process.send?.(message);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already: that is what was wanted.
  }
}
