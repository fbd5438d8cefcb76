// What rounds of each level record: events and samples in the sidecar, digests, the window.
import { Value } from 'typebox/value';
import { crc32 } from 'node:zlib';
import { Rounded } from '../../contract/message.ts';
import type { RoundedMessage } from '../../contract/message.ts';
import { PlayEnded, breachOf, isKind, plainBreach } from '../bench.ts';
import type { Bench, RoundPlace } from '../bench.ts';
import type { ClauseId } from '../clauses.ts';
import type { Answer, Dialogue } from '../dialogue.ts';
import type { Play } from './play.ts';
import { readSegment } from './segments.ts';
import { openSleeper, roundOf, sleeperStyle } from './sleeper.ts';

const CLAUSES: readonly ClauseId[] = ['C301', 'C302', 'C303', 'C304', 'C401'];
const TICKS = 3;
const PARAMS = { periodMs: 2, ticks: TICKS };

export const recording: Play = {
  title: 'what rounds record',
  clauses: CLAUSES,
  async perform(bench, ready) {
    const style = sleeperStyle(bench, ready, CLAUSES);
    if (style === null) return;
    await bench.withGreeted(async (runner) => {
      const place = bench.place();
      await openSleeper(bench, runner, 'C301', { ...place, style, params: PARAMS });
      const full = await windowed(bench, runner, 0, 'full');
      judgeFull(bench, full, place);
      const digest = await windowed(bench, runner, 1, 'digest');
      judgeDigest(bench, digest);
      judgeNone(bench, await windowed(bench, runner, 2, 'none'));
      const last = await windowed(bench, runner, 3, 'digest');
      judgeSamples(bench, [full, digest, last], place);
    });
  },
};

/** One round between two readings of the runner's clock: its window has to lie between them. */
async function windowed(
  bench: Bench,
  runner: Dialogue,
  round: number,
  record: string,
): Promise<RoundedMessage> {
  const before = await reading(bench, runner, 50 + 3 * round);
  const answer = await runner.ask(roundOf(51 + 3 * round, round, record), bench.limits.startMs);
  const rounded = roundedOf(bench, runner, answer);
  const after = await reading(bench, runner, 52 + 3 * round);
  const { startNs, endNs } = rounded;
  const inOrder = before <= startNs && startNs <= endNs && endNs <= after;
  if (inOrder && rounded.round === round) bench.verdicts.kept('C304');
  else {
    const what = `Round ${round} is reported as ${rounded.round}, from ${startNs} to ${endNs} ns; before it the clock said ${before}, behind it ${after}.`;
    bench.verdicts.broken(
      'C304',
      plainBreach(what, 'the number of the round, and a window between both readings'),
    );
  }
  return rounded;
}

async function reading(bench: Bench, runner: Dialogue, id: number): Promise<number> {
  const answer = await runner.ask({ kind: 'clock', id }, bench.limits.answerMs);
  if (isKind(answer, 'clock')) return Number(answer.message['nowNs']);
  bench.verdicts.broken(
    'C207',
    breachOf(runner, answer, {
      what: 'Between two rounds the clock was asked for',
      wanted: { kind: 'clock' },
    }),
  );
  throw new PlayEnded('`clock` was not answered between two rounds');
}

function roundedOf(bench: Bench, runner: Dialogue, answer: Answer): RoundedMessage {
  if (isKind(answer, 'rounded') && Value.Check(Rounded, answer.message)) return answer.message;
  bench.verdicts.broken(
    'C301',
    breachOf(runner, answer, { what: 'A round was requested', wanted: { kind: 'rounded' } }),
  );
  throw new PlayEnded('a round was not answered with `rounded`');
}

/** Of the sleeper: each tick is armed in traced rounds, and fires in all. */
function judgeFull(
  bench: Bench,
  { events, counts, digests, operations }: RoundedMessage,
  place: RoundPlace,
): void {
  const no = (what: string): void =>
    bench.verdicts.broken(
      'C301',
      plainBreach(what, `${2 * TICKS} events, arm and fire in turn, with their digest`),
    );
  if (events === null) return no('`rounded.events` of a round with `record: "full"` is null.');
  const segment = readSegment(place.sidecar.events, 'events', events);
  if (!segment.ok) return no(`The segment of the events cannot be read: ${segment.problem}.`);
  const [, keys = [], ids = [], values = [], kinds = []] = segment.columns;
  const found = kinds.map((kind, i) => [keys[i], kind, ids[i], values[i]].join(' '));
  const wanted = Array.from({ length: TICKS }, (_, id) => [`0 1 ${id} 2000`, `0 2 ${id} 2000`]).flat();
  if (found.join(', ') !== wanted.join(', '))
    return no(
      `The events (key, kind, id, digest) are ${found.join(', ')}; they should be ${wanted.join(', ')}.`,
    );
  const crc = crcOf(kinds.map((kind, i) => [kind, ids[i] ?? 0, values[i] ?? 0]));
  const reported = digests[0]?.sequence;
  if (
    counts['arm'] !== TICKS ||
    counts['fire'] !== TICKS ||
    reported?.count !== found.length ||
    reported.crc !== crc
  )
    return no(
      `Counts and digests are ${JSON.stringify({ counts, digests })}, and the digest of the events is ${crc}.`,
    );
  if (operations !== TICKS) return no(`A round of ${TICKS} ticks has ${operations} operations.`);
  bench.verdicts.kept('C301');
}

/** Continued over the twelve bytes kind, id, digest of each event. */
function crcOf(rows: readonly (readonly number[])[]): number {
  return rows.reduce((crc, row) => {
    const bytes = Buffer.alloc(12);
    for (const [i, value] of row.entries()) bytes.writeUInt32LE(value, 4 * i);
    return crc32(bytes, crc);
  }, 0);
}

function judgeDigest(bench: Bench, { events, counts, digests }: RoundedMessage): void {
  const fire = Array.from({ length: TICKS }, (_, id) => [2, id, 2000]);
  const [first] = digests;
  const agrees = first?.sequence?.count === TICKS && first.sequence.crc === crcOf(fire);
  if (events === null && counts['fire'] === TICKS && agrees) return bench.verdicts.kept('C302');
  const what = `A round with \`record: "digest"\` is reported with ${JSON.stringify({ events, counts, digests })}.`;
  bench.verdicts.broken('C302', plainBreach(what, `no events, ${TICKS} times fire, and their digest`));
}

function judgeNone(bench: Bench, { events, samples, counts, digests, operations }: RoundedMessage): void {
  const recorded = { events, samples, counts, digests, operations };
  const isEmpty = events === null && samples === null && digests.length === 0;
  const isCounted = Object.values(counts).some((count) => count !== 0);
  if (isEmpty && !isCounted && operations === TICKS) return bench.verdicts.kept('C303');
  const what = `A round with \`record: "none"\` is reported with ${JSON.stringify(recorded)}.`;
  bench.verdicts.broken('C303', plainBreach(what, `${TICKS} operations, and nothing else`));
}

/** The sleeper gives one sample a tick. */
function judgeSamples(bench: Bench, rounds: readonly RoundedMessage[], { sidecar }: RoundPlace): void {
  let endsAt = 0;
  for (const { samples, round } of rounds) {
    const no = (what: string): void =>
      bench.verdicts.broken('C401', plainBreach(what, `${TICKS} samples, behind the last segment`));
    if (samples?.count !== TICKS) return no(`Round ${round} reports the samples ${JSON.stringify(samples)}.`);
    const segment = readSegment(sidecar.samples, 'samples', samples);
    if (!segment.ok)
      return no(`The segment of the samples of round ${round} cannot be read: ${segment.problem}.`);
    if (samples.offset !== endsAt)
      return no(
        `The segment of round ${round} begins at ${samples.offset}, and the last one ends at ${endsAt}.`,
      );
    endsAt = segment.endsAt;
  }
  bench.verdicts.kept('C401');
}
