// Golden traces: written-down rounds that the checker must accept, or must reject with the named rule.
import { Value } from 'typebox/value';
import type { Result } from '../contract/failure.ts';
import { failure } from '../contract/failure.ts';
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import { PROTOCOL_VERSION } from '../contract/message.ts';
import type { KeyDigest, ReadyMessage } from '../contract/message.ts';
import type { RuntimeVersion } from '../contract/runtime-profile.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { EventColumns, SidecarReader } from '../contract/trace.ts';
import { GoldenTraces } from '../contract/verdict.ts';
import type { GoldenTrace, Judgement } from '../contract/verdict.ts';
import type { WitnessRecord } from '../contract/witness.ts';
import type { Alphabet } from './alphabet.ts';
import { makeAlphabet } from './alphabet.ts';
import type { CanonicalForm, KeyForm } from './canonical.ts';
import { Canonical } from './canonical.ts';
import { makeColumns } from './expected-form.ts';
import { judgeCase } from './prove.ts';

/** `where` names the file in the failure. */
export function parseGolden(value: unknown, where: string): Result<GoldenTraces> {
  if (Value.Check(GoldenTraces, value)) return { ok: true, value };
  const first = Value.Errors(GoldenTraces, value)[0];
  const cause = `${where}: ${first?.instancePath || '/'} ${first?.message ?? 'is malformed'}`;
  return { ok: false, failure: failure('EL1007', cause, 'Correct this golden trace.') };
}

/** Judges one traced round of the scenario that recorded exactly these events and samples. */
export function judgeGolden(golden: GoldenTrace, scenario: Scenario, where: string): Result<Judgement> {
  const bad = (cause: string): Result<never> => ({
    ok: false,
    failure: failure('EL1007', `${where}: ${cause}`, 'Correct this golden trace.'),
  });
  if (golden.scenario !== scenario.id) return bad(`it is of ${golden.scenario}, not of ${scenario.id}`);
  const stranger = golden.events.find(([kind]) => !scenario.alphabet.some(({ name }) => name === kind));
  if (stranger !== undefined) return bad(`${scenario.id} has no event ${JSON.stringify(stranger[0])}`);
  if (!isWitness(golden.witness)) return bad('`witness` is neither null nor a record with a kind');
  const alphabet = makeAlphabet(scenario.alphabet);
  const columns = columnsOf(golden, alphabet);
  const record = recordOf(golden, scenario, roundOf(golden, golden.witness, scenario, alphabet, columns));
  const reader = readerOf(columns, golden.samples);
  const { timerEarlyNs } = golden;
  const askWitness = golden.witness !== null;
  const askSamples = golden.samples.length > 0;
  const given = { record, scenario, alphabet, reader, timerEarlyNs, askWitness, askSamples };
  return { ok: true, value: judgeCase(given, []) };
}

function isWitness(value: unknown): value is WitnessRecord | null {
  return value === null || (typeof value === 'object' && 'kind' in value);
}

function columnsOf(golden: GoldenTrace, alphabet: Alphabet): EventColumns {
  const columns = makeColumns(golden.events.length);
  for (const [row, [kind, key, id, digest, timeNs]] of golden.events.entries()) {
    columns.kind[row] = alphabet.codeOf(kind);
    columns.key[row] = key;
    columns.id[row] = id;
    columns.digest[row] = digest;
    columns.time[row] = timeNs;
  }
  return columns;
}

/** The round reports what its trace says, and its window is as wide as its events: golden traces are about events. */
function roundOf(
  golden: GoldenTrace,
  witness: WitnessRecord | null,
  scenario: Scenario,
  alphabet: Alphabet,
  columns: EventColumns,
): RoundRecord {
  const canonical = new Canonical(alphabet);
  canonical.push(columns);
  const form = canonical.finish();
  const times = [...columns.time];
  const startNs = times.reduce((least, timeNs) => Math.min(least, timeNs), times[0] ?? 0);
  const endNs = times.reduce((most, timeNs) => Math.max(most, timeNs), 0);
  return {
    round: 0,
    purpose: 'traced',
    record: 'full',
    startNs,
    endNs,
    sentNs: startNs,
    receivedNs: endNs,
    operations: scenario.operations(golden.params),
    counts: Object.fromEntries(form.counts),
    digests: digestsOf(form),
    samples: golden.samples.length === 0 ? null : { offset: 0, count: golden.samples.length },
    events: { offset: 0, count: golden.events.length },
    resources: NO_RESOURCES,
    witness,
  };
}

function digestsOf(form: CanonicalForm): KeyDigest[] {
  return [...form.keys].map(([key, each]) => keyDigest(key, each));
}

function keyDigest(key: number, form: KeyForm): KeyDigest {
  return {
    key,
    sequence: { count: form.sequenceCount, crc: form.sequenceCrc },
    free: { count: form.freeCount, low: form.freeLow, high: form.freeHigh },
  };
}

function recordOf(golden: GoldenTrace, scenario: Scenario, round: RoundRecord): InvocationRecord {
  return {
    id: 'golden',
    repetition: 0,
    cell: { scenario: scenario.id, set: 'golden', subject: 'golden', side: 'head' },
    params: golden.params,
    seed: golden.seed,
    nonce: golden.nonce,
    secret: golden.secret,
    outcome: { kind: 'ok' },
    ready: golden.runtime === undefined ? null : readyOf(golden.runtime),
    clock: { offsetNs: 0, errorNs: 0, source: 'shared-epoch' },
    rounds: [round],
    slices: null,
    conditions: UNTOUCHED,
    startedAtMs: 0,
    wallMs: 0,
    sidecar: { samples: '', events: '' },
  };
}

/** The greeting of a runner of this name and version. Only these two are ever read of it. */
function readyOf({ runner, version }: RuntimeVersion): ReadyMessage {
  return {
    kind: 'ready',
    id: 0,
    protocol: PROTOCOL_VERSION,
    runner: { id: runner, version, homepage: '' },
    runtime: { name: runner, version, loop: 'golden', executable: 'golden' },
    clock: { name: 'golden', resolutionNs: 1, epochNs: null },
    scenarios: [],
    capabilities: [],
  };
}

function readerOf(columns: EventColumns, samples: readonly number[]): SidecarReader {
  return {
    events: () => [columns],
    samples: () => [Float64Array.from(samples)],
    slices: () => {
      throw new Error('a golden trace has no slices');
    },
  };
}

const NO_RESOURCES = {
  userCpuNs: 0,
  systemCpuNs: 0,
  voluntarySwitches: 0,
  involuntarySwitches: 0,
  peakResidentBytes: 0,
  runNs: null,
  waitNs: null,
  gcPauseNs: null,
};
