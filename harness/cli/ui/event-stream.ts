// `--ndjson`: numbers and dates the events of a run, and writes each as one line.
import type { EventBody, RunEvent } from '../../contract/event.ts';
import type { RunResult } from '../../contract/result.ts';
import { jsonText } from '../../contract/visible-text.ts';

/** Written out, because the schema itself takes longer to load than the whole command to start. */
const EVENT_SCHEMA: RunEvent['schema'] = 'evenloop/event@2';

export type EventStream = (event: EventBody) => void;

export function openEventStream(write: (line: string) => void, nowMs: () => number): EventStream {
  let number = 0;
  return (event) => {
    const line: RunEvent = { schema: EVENT_SCHEMA, number: number++, atMs: Math.round(nowMs()), event };
    write(jsonText(line));
  };
}

/** What is known only at the end: cells, comparisons, the exit code. `resultsPath` is where they are written. */
export function tellResult(result: RunResult, resultsPath: string, tell: EventStream): void {
  for (const { id, scenario, set, subject, side, verdict, reason, invocations, measurements } of result.cells)
    tell({
      kind: 'cell',
      cell: id,
      scenario,
      set,
      subject,
      side,
      verdict,
      reason,
      invocations,
      measurements: measurements.map(({ metric, value, low, high }) => ({ metric, value, low, high })),
    });
  for (const comparison of result.comparisons) tell({ kind: 'comparison', comparison });
  const { id, complete, interrupted, wallMs } = result.run;
  tell({ kind: 'finished', run: id, complete, interrupted, wallMs, results: resultsPath, exit: result.exit });
}
