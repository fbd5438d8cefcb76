// Timers whose effects the witness stamps: rule `witnessed-delay`, and W3, which holds the runner's own times against those of the witness.
import type { RoundRecord } from '../../contract/invocation.ts';
import type { Rule, Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';
import type { WitnessedRound } from './witnessed-round.ts';

type TimerStimulus = Extract<Stimulus, { kind: 'timers' }>;
type TimerRecord = Extract<WitnessRecord, { kind: 'timers' }>;
type DelayRule = Extract<Rule, { kind: 'witnessed-delay' }>;

/**
 * A byte needs some time to the workload, and one from there to the witness: 0.1 ms together, on a machine whose cores are taken some
 * milliseconds. How long, the witness has seen in the same round: it let a timer be armed, and the workload said at once that it was there.
 * Where even the quickest timer of a round needs several times what the slowest of these needed, the runner's own times hide something.
 */
const TIMES_AS_LONG = 3;
/** All timers of a round may be held up where none of those bytes was. The more timers, the less so: of 3000 rounds with two no quickest one took 6 ms. */
const HELD_UP_NS = 12_000_000;
/** No machine takes so long for each byte of a round. */
const SLOWEST_WAY_NS = 20_000_000;

function longestWayNs(timers: TimerRecord['timers']): number {
  const waysNs = timers.map(({ letNs, hereNs }) => (hereNs ?? Number.POSITIVE_INFINITY) - letNs);
  const seenNs = Math.max(HELD_UP_NS / timers.length, TIMES_AS_LONG * Math.max(...waysNs));
  return Math.min(SLOWEST_WAY_NS, seenNs);
}

const ROUNDING_NS = 3;

/**
 * The witness stamps its answer before it sends it, so the timer was armed later than that; the effect was there before the witness stamped it.
 * So what it says is never early by chance, however slow the witness is. Null: there is no record to judge.
 */
export function delayDrafts(
  rule: DelayRule,
  stimulus: Stimulus,
  witness: RoundRecord['witness'],
  timerEarlyNs: number,
): FindingDraft[] | null {
  if (stimulus.kind !== 'timers' || witness?.kind !== 'timers') return null;
  return witness.timers.flatMap(({ letNs, firedNs }, i) => {
    const delayNs = 1e6 * (stimulus.delaysMs[i] ?? 0);
    if (firedNs === null || firedNs - letNs >= delayNs - timerEarlyNs) return [];
    const text =
      `the effect of timer ${i} was at the witness ${firedNs - letNs} ns after the witness let it be armed; ` +
      `its delay is ${delayNs} ns, and ${timerEarlyNs} ns less are allowed`;
    return [{ rule: rule.id, class: 'early', key: null, index: i, text, expected: [], observed: [] }];
  });
}

export function timerDrafts(
  seen: WitnessedRound,
  { delaysMs }: TimerStimulus,
  witness: TimerRecord,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const { timers, endedNs } = witness;
  if (timers.length !== delaysMs.length || endedNs === null)
    drafts.push(
      draft(null, `the witness let ${timers.length} timers be armed before the end, not ${delaysMs.length}`),
    );
  for (const [i, { firedNs }] of timers.entries())
    if (firedNs === null) drafts.push(draft(i, `the effect of timer ${i} never reached the witness`));
  if (drafts.length > 0 || seen.clock === null) return drafts;
  return [...orderDrafts(seen, witness), ...sampleDrafts(seen, delaysMs, witness)];
}

interface Stamp {
  readonly what: string;
  readonly timeNs: number;
}

/** Answer, arming, firing and effect follow each other: a runner's time out of this order, put on the witness's clock, is wrong. */
function orderDrafts(seen: WitnessedRound, { timers, endedNs }: TimerRecord): FindingDraft[] {
  const own = ownStamps(seen);
  if (own.length === 0) return [];
  const ownOf = (i: number, which: OwnStamp['is']): Stamp[] =>
    own.filter(({ timer, is }) => timer === i && is === which);
  const stamps = timers.flatMap(({ letNs, firedNs }, i): Stamp[] =>
    [
      [{ what: `the witness let timer ${i} be armed`, timeNs: letNs }],
      ownOf(i, 'arm'),
      ownOf(i, 'fire'),
      [{ what: `the effect of timer ${i} was at the witness`, timeNs: firedNs ?? Number.NaN }],
    ].flat(),
  );
  stamps.push({ what: 'the witness answered the last request', timeNs: endedNs ?? Number.NaN });
  const errorNs = (seen.clock?.errorNs ?? 0) + ROUNDING_NS;
  const odd = stamps.findIndex(
    ({ timeNs }, i) => i > 0 && !(timeNs >= (stamps[i - 1]?.timeNs ?? 0) - errorNs),
  );
  const [before, after] = [stamps[odd - 1], stamps[odd]];
  if (before === undefined || after === undefined) return [];
  const text = `${after.what} ${before.timeNs - after.timeNs} ns before ${before.what}`;
  return [draft(null, text)];
}

interface OwnStamp extends Stamp {
  readonly timer: number;
  readonly is: 'arm' | 'fire';
}

/** The runner's own times of a traced round, on the clock of the harness. */
function ownStamps({ scenario, clock, events }: WitnessedRound): OwnStamp[] {
  const kinds = new Map(scenario.alphabet.map(({ name, code }) => [code, name]));
  const stamps: OwnStamp[] = [];
  for (const { kind, id, time } of events())
    for (let row = 0; row < kind.length; row++) {
      const name = kinds.get(kind[row] as number);
      if (name !== 'arm' && name !== 'fire') continue;
      const timer = id[row] as number;
      const what = name === 'arm' ? `the runner armed timer ${timer}` : `the runner saw timer ${timer} fire`;
      stamps.push({ timer, is: name, what, timeNs: (time[row] as number) + (clock?.offsetNs ?? 0) });
    }
  return stamps;
}

/** In every round: what a runner measures lies within what the witness sees, and not far within it. */
function sampleDrafts(
  { samples, clock }: WitnessedRound,
  delaysMs: readonly number[],
  { timers }: TimerRecord,
): FindingDraft[] {
  const own = Array.from(samples(), (chunk) => Array.from(chunk)).flat();
  const seenNs = timers.map(
    ({ letNs, firedNs }, i) => (firedNs ?? Number.NaN) - letNs - 1e6 * (delaysMs[i] ?? 0),
  );
  if (own.length !== seenNs.length) return [];
  const slackNs = 2 * (clock?.errorNs ?? 0) + ROUNDING_NS;
  const longer = own.findIndex((sample, i) => !(sample <= (seenNs[i] as number) + slackNs));
  if (longer !== -1)
    return [
      draft(
        longer,
        `sample ${longer} is ${own[longer]} ns late, and the witness saw at most ${seenNs[longer]} ns`,
      ),
    ];
  const wayNs = Math.min(...own.map((sample, i) => (seenNs[i] as number) - sample));
  const longestNs = longestWayNs(timers);
  if (wayNs <= longestNs) return [];
  return [
    draft(
      null,
      `the witness saw each timer of the round at least ${wayNs} ns later than the runner's samples say; the way to it takes ${longestNs} ns at most`,
    ),
  ];
}

function draft(index: number | null, text: string): FindingDraft {
  return { rule: 'W3', class: 'witness', key: null, index, text, expected: [], observed: [] };
}
