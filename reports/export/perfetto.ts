// The counterexamples of a run as one Chrome trace, which Perfetto opens: a process each, with what was expected beside what was observed.
import type { RunResult } from '../../harness/contract/result.ts';
import { traceEvents } from '../html/charts/trace-json.ts';
import { counterexamples } from '../html/tables/counterexamples.ts';
import { coverageOf } from './coverage.ts';

export function perfettoOf(result: RunResult) {
  const { whole, sentence } = coverageOf(result);
  return {
    traceEvents: counterexamples(result).flatMap(({ finding, name }, at) =>
      traceEvents(finding, name, at + 1),
    ),
    displayTimeUnit: 'ns',
    otherData: { run: result.run.id, whole, coverage: sentence },
  };
}
