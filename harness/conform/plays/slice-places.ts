// What slices need beside the workload: a socket for tokens, and memory that moves the heap.
import { readFileSync } from 'node:fs';
import type { ReadyMessage } from '../../contract/message.ts';
import { HELLO, PlayEnded, hold, plainBreach } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { hasCapability } from './play.ts';
import type { Play } from './play.ts';
import { prepareSliced, slicedWorkload } from './sliced.ts';
import type { SlicedWorkload } from './sliced.ts';

export const slicePlaces: readonly Play[] = [
  { title: 'a runner without tokens', clauses: ['C704'], perform: withoutSocket },
  { title: 'memory that is to be held', clauses: ['C706'], perform: heldMemory },
];

async function withoutSocket(bench: Bench, ready: ReadyMessage): Promise<void> {
  if (!hasCapability(ready, 'slices'))
    return bench.verdicts.notApplicable('C704', 'the runner does not name the capability `slices`');
  for (const third of ['null', 'closed'] as const)
    await bench.withRunner(
      async (runner) => {
        const answer = await runner.ask(HELLO, bench.limits.startMs);
        const what = `File descriptor 3 was ${third === 'null' ? '/dev/null' : 'not open'}`;
        if (
          !hold(bench, 'C704', runner, answer, { what, wanted: { kind: 'ready' } }) ||
          answer.kind !== 'message'
        )
          return;
        const { capabilities } = answer.message as unknown as ReadyMessage;
        if (capabilities.includes('slices'))
          bench.verdicts.broken(
            'C704',
            plainBreach(`${what}, and \`ready\` still names \`slices\`.`, 'capabilities without `slices`'),
          );
        const exit = await runner.endInput(bench.limits.exitMs);
        if (exit?.kind !== 'code' || exit.code !== 0)
          bench.verdicts.broken(
            'C704',
            plainBreach(`${what}, and the process did not end with code 0.`, 'the exit code 0'),
          );
      },
      { third },
    );
}

const HELD_BYTES = 48 * 1024 * 1024;
const SLACK_BYTES = 16 * 1024 * 1024;

async function heldMemory(bench: Bench, ready: ReadyMessage): Promise<void> {
  const workload = slicedWorkload(bench, ready, ['C706']);
  if (workload === null) return;
  const without = await residentBytes(bench, workload, 0);
  const held = await residentBytes(bench, workload, HELD_BYTES);
  if (without === null || held === null)
    return bench.verdicts.notApplicable('C706', 'this system does not say how much memory a process has');
  if (held - without >= HELD_BYTES - SLACK_BYTES) return bench.verdicts.kept('C706');
  const what = `With \`heapBlockBytes\` ${HELD_BYTES} the process holds ${Math.round((held - without) / 1024)} KiB more than with 0.`;
  bench.verdicts.broken(
    'C706',
    plainBreach(what, `${HELD_BYTES / 1024} KiB more, each page of them touched`),
  );
}

/** Of the process after `prepared`; null where the kernel does not say it. */
async function residentBytes(
  bench: Bench,
  workload: SlicedWorkload,
  heapBlockBytes: number,
): Promise<number | null> {
  return bench.withGreeted(async (runner) => {
    const { prepare } = prepareSliced(bench, workload, { heapBlockBytes });
    const answer = await runner.ask(prepare, bench.limits.startMs);
    if (!hold(bench, 'C706', runner, answer, { what: 'Memory was to be held', wanted: { kind: 'prepared' } }))
      throw new PlayEnded('a workload with `heapBlockBytes` could not be prepared');
    try {
      const status = readFileSync(`/proc/${runner.pid}/status`, 'utf8');
      return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
    } catch {
      return null;
    }
  });
}
