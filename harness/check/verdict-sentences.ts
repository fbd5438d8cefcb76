// Why a cell is not equivalent, in a sentence: what happened, and in how many of how many invocations.
import type { Failure } from '../contract/failure.ts';
import type { Finding, Judgement } from '../contract/verdict.ts';
import { blamesHarness, endOf, runOf, countEnds, failureOf } from './invocation-ends.ts';
import type { EndCounts, Judged } from './invocation-ends.ts';

interface Counted {
  readonly all: readonly Judged[];
  readonly ends: EndCounts;
  readonly judgements: readonly Judgement[];
  readonly failures: readonly Failure[];
}

/** `what` the finding says, then how often it did, then what failed besides. */
export function divergenceSentence(
  what: string,
  { rule, class: found }: Finding,
  { all, ends, judgements, failures }: Counted,
): string {
  const count = judgements.filter(({ findings }) =>
    findings.some((one) => one.rule === rule && one.class === found),
  ).length;
  // Where it happens every time, the rate is not what matters.
  const rate = count < runOf(ends) ? ` (in ${count} of ${runOf(ends)} invocations)` : '';
  return `${what}${rate}${failures.length === 0 ? '' : `; besides, ${failureSentence(all, failures)}`}`;
}

/** `1 of 10 invocations failed: EL2006 The runner did not answer ...`. `failures`: of `all`, at least one. */
export function failureSentence(all: readonly Judged[], failures: readonly Failure[]): string {
  const run = runOf(countEnds(all.map(endOf)));
  const failed = all.filter(hasFailed);
  // What the subject did itself says more about it than what the harness did.
  const first = failures.find((one) => !blamesHarness(one)) ?? failures[0];
  const what = first === undefined ? '' : `${first.code} ${first.cause}`;
  const foreign = failures.every(blamesHarness) ? ' through the harness, not through the subject' : '';
  const stopped = notRunText(all);
  if (run <= 1 && foreign === '' && stopped === '') return what;
  return `${share(failed.length, run)} failed${foreign}: ${what}${stopped}`;
}

function hasFailed({ record, judgement }: Judged): boolean {
  return (
    failureOf(record.outcome).length > 0 ||
    !judgement.ok ||
    judgement.value.findings.some((finding) => finding.class === 'empty')
  );
}

/** After failures no further invocation is tried: said, so that nobody takes the rest for proved. */
function notRunText(all: readonly Judged[]): string {
  const left = all.filter((one) => endOf(one) === 'notRun');
  const [outcome] = left.map(({ record }) => record.outcome);
  return outcome?.kind === 'not-run'
    ? `; ${left.length} more ${left.length === 1 ? 'was' : 'were'} not run: ${outcome.reason}`
    : '';
}

export function unsupportedSentence(all: readonly Judged[], ends: EndCounts): string {
  const outcome = all.map(({ record }) => record.outcome).find(({ kind }) => kind === 'unsupported');
  const reason = outcome?.kind === 'unsupported' ? outcome.reason : '';
  if (ends.proved === 0) return reason;
  const part = `${share(ends.unsupported, runOf(ends))} answered that it is not supported`;
  return `${part}, and ${ends.proved} were proved: ${reason}`;
}

/** Nothing failed, and nothing was proved. */
export function notRunSentence(all: readonly Judged[], ends: EndCounts): string {
  if (ends.diverged > 0)
    return `${share(ends.diverged, runOf(ends))} broke a rule that --rule does not select`;
  const outcome = all.map(({ record }) => record.outcome).find(({ kind }) => kind === 'not-run');
  return outcome?.kind === 'not-run' ? outcome.reason : 'nothing was run';
}

/** `1 of 10 invocations`, `all 2 invocations`, `the only invocation`. */
export function share(count: number, of: number): string {
  if (count < of) return `${count} of ${of} invocations`;
  return of === 1 ? 'the only invocation' : `all ${of} invocations`;
}
