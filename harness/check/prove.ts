// The judge of one invocation, and the only place where a `Proof` is made: no number without one.
import type { Failure, Result } from '../contract/failure.ts';
import { FailureError } from '../contract/failure.ts';
import type { InvocationRecord, UnfinishedRound } from '../contract/invocation.ts';
import type { StoredJudgement } from '../contract/journal.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { SidecarReader } from '../contract/trace.ts';
import type { Finding, Judgement, Proof } from '../contract/verdict.ts';
import { makeAlphabet } from './alphabet.ts';
import type { FindingDraft } from './breach.ts';
import type { Case, RoundJudgement } from './case.ts';
import { HARNESS_RULES } from './harness-rules.ts';
import { judgeRound } from './judge-round.ts';
import { judgeUnfinished } from './judge-unfinished.ts';
import type { UnfinishedJudgement } from './judge-unfinished.ts';
import { kernelCpuDrafts } from './rules/kernel-cpu.ts';
import { sampleValueDrafts } from './rules/sample-values.ts';
import { sliceDrafts } from './rules/slices.ts';
import { epochDrafts, resolutionDrafts } from './rules/window.ts';

/** A judgement keeps this many findings, the first of each rule and key. */
export const MAX_FINDINGS = 20;

export interface JudgeInput {
  readonly record: InvocationRecord;
  readonly scenario: Scenario;
  readonly reader: SidecarReader;
  /** How early a timer may fire by the documentation of this runtime. */
  readonly timerEarlyNs: number;
}

/**
 * Judges every round of an invocation, however it ended, and the one in which it ended by what is known of that; only one that ended `ok` can be proved.
 * A damaged sidecar (EL3002) is no finding about meaning: it comes back as the failure it is, for the cell to show.
 */
export function judgeInvocation(input: JudgeInput): Result<Judgement> {
  const alphabet = makeAlphabet(input.scenario.alphabet);
  const given: Case = { ...input, alphabet, askWitness: true, askSamples: true };
  try {
    return { ok: true, value: judgeCase(given, emptiness(input.record)) };
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure satisfies Failure };
    throw error;
  }
}

/** The judgement of all rounds; `missing` are findings about rounds that are not there. */
export function judgeCase(given: Case, missing: readonly FindingDraft[]): Judgement {
  const { record, scenario } = given;
  const rounds: RoundJudgement[] = [];
  const gathered = gatherer(record.id, optionalRules(scenario));
  let previousEndNs = 0;
  for (const round of record.rounds) {
    const judged = judgeRound(given, round, previousEndNs);
    rounds.push(judged);
    gathered.add(judged.drafts, round.round);
    for (const { rule, count } of judged.more) gathered.addMore(rule, count);
    if (judged.events === 0 && round.record !== 'none') gathered.add([nothing()], round.round);
    previousEndNs = round.endNs;
  }
  if (record.slices !== null)
    gathered.add(sliceDrafts(record.slices, given.reader.slices(record.slices.segment)), 0);
  gathered.add(given.askSamples ? sampleValueDrafts(record, given.reader) : [], 0);
  const cpu = kernelCpuDrafts(record.rounds);
  gathered.add([...(cpu ?? []), ...epochDrafts(record), ...resolutionDrafts(record)], 0);
  if (record.outcome.kind === 'ok') gathered.add(missing, 0);
  const unfinished = record.unfinished === undefined ? null : unfinishedOf(given, record.unfinished);
  gathered.add(unfinished?.drafts ?? [], record.unfinished?.round ?? 0);
  for (const { rule, count } of unfinished?.more ?? []) gathered.addMore(rule, count);
  const { findings, findingCount, broken } = gathered.finish();
  const tested = new Set(['W5', ...(cpu === null ? [] : ['W8']), ...rounds.flatMap((round) => round.tested)]);
  const known = [...scenario.rules, ...HARNESS_RULES].map(({ id }) => id);
  return {
    invocation: record.id,
    proof: findingCount === 0 && record.outcome.kind === 'ok' ? prove(record.id, rounds) : null,
    findings,
    findingCount,
    rulesKept: known.filter((id) => tested.has(id) && !broken.has(id)),
    rulesBroken: known.filter((id) => broken.has(id)),
    ...(unfinished === null ? {} : { note: unfinished.note }),
  };
}

/**
 * A judgement that this checker made before and that was stored, because the trace was dropped since. Its proof stands where the record
 * still allows one.
 */
export function judgedBefore(record: InvocationRecord, stored: StoredJudgement): Judgement {
  const { proof } = stored;
  const allowed =
    proof?.invocation === record.id && record.outcome.kind === 'ok' && stored.findingCount === 0;
  return { ...stored, proof: allowed ? branded(proof) : null };
}

function prove(invocation: string, rounds: readonly RoundJudgement[]): Proof {
  return branded({
    invocation,
    rounds: rounds.length,
    events: rounds.reduce((sum, { events }) => sum + events, 0),
    keys: new Set(rounds.flatMap(({ keys }) => keys)).size,
  });
}

/** The brand of `Proof` exists in types alone: this assertion is what makes one. */
const branded = (facts: NonNullable<StoredJudgement['proof']>): Proof => facts as unknown as Proof;

/** W5: what an invocation must have had, but for its ending early. */
function emptiness(record: InvocationRecord): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const { rounds } = record;
  if (
    !rounds.some(
      ({ purpose, record: level, events }) => purpose === 'traced' && level === 'full' && events !== null,
    )
  )
    drafts.push(empty('no round was traced'));
  const measured = rounds.filter(({ purpose }) => purpose === 'measured');
  if (measured.length === 0) drafts.push(empty('no round was measured'));
  if (measured.some(({ record: level }) => level === 'none'))
    drafts.push(empty('a measured round has no digests: it cannot be tied to a proof'));
  return drafts;
}

function nothing(): FindingDraft {
  return empty('nothing happened in this round');
}

function empty(text: string): FindingDraft {
  return { rule: 'W5', class: 'empty', key: null, index: null, text, expected: [], observed: [] };
}

/** Breaking one of these voids no proof: they describe, they do not demand. */
function optionalRules(scenario: Scenario): ReadonlySet<string> {
  return new Set(scenario.rules.filter(({ level }) => level !== 'must').map(({ id }) => id));
}

interface Gatherer {
  add(drafts: readonly FindingDraft[], round: number): void;
  addMore(rule: string, count: number): void;
  finish(): {
    readonly findings: Finding[];
    readonly findingCount: number;
    readonly broken: ReadonlySet<string>;
  };
}

/** The first finding of each rule and class comes before further keys, so that none hides behind many of another. */
function gatherer(invocation: string, optional: ReadonlySet<string>): Gatherer {
  const firsts = new Map<string, Finding>();
  const others = new Map<string, Finding>();
  const broken = new Set<string>();
  let findingCount = 0;
  return {
    add(drafts, round) {
      for (const draft of drafts) {
        broken.add(draft.rule);
        if (optional.has(draft.rule)) continue;
        findingCount++;
        const kind = `${draft.rule} ${draft.class}`;
        const name = `${draft.rule} ${draft.key}`;
        const finding = { ...draft, round, invocation };
        if (!firsts.has(kind)) firsts.set(kind, finding);
        else if (!others.has(name) && others.size < MAX_FINDINGS) others.set(name, finding);
      }
    },
    addMore(rule, count) {
      if (!optional.has(rule)) findingCount += count;
    },
    finish() {
      const shown = [...firsts.values()];
      const told = new Set(shown.map(({ rule, key }) => `${rule} ${key}`));
      const rest = [...others].filter(([name]) => !told.has(name)).map(([, finding]) => finding);
      return { findings: [...shown, ...rest].slice(0, MAX_FINDINGS), findingCount, broken };
    },
  };
}

/** What a runner says of a round that did not end may point at nothing that can be read: that takes nothing from the rounds before it. */
function unfinishedOf(given: Case, unfinished: UnfinishedRound): UnfinishedJudgement {
  try {
    return judgeUnfinished(given, unfinished);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const unreadable = { ...unfinished, events: null, unknown: error.failure.cause.replace(/\.$/, '') };
    return judgeUnfinished(given, unreadable);
  }
}
