// The input of judging, and the result of judging one round of it.
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { ReadyMessage } from '../contract/message.ts';
import type { RuntimeVersion } from '../contract/runtime-profile.ts';
import type { Expectation, Scenario } from '../contract/scenario.ts';
import type { SidecarReader } from '../contract/trace.ts';
import type { Alphabet } from './alphabet.ts';
import type { FindingDraft } from './breach.ts';

/** What a judge needs of an invocation, and where its events are. */
export interface Case {
  readonly record: InvocationRecord;
  readonly scenario: Scenario;
  readonly alphabet: Alphabet;
  readonly reader: SidecarReader;
  readonly timerEarlyNs: number;
  /** False for golden traces that come without a witness. */
  readonly askWitness: boolean;
  /** False for golden traces that come without samples. */
  readonly askSamples: boolean;
}

/** The number of further findings of a rule, which are counted and not kept. */
export interface MoreFindings {
  readonly rule: string;
  readonly count: number;
}

export interface RoundJudgement {
  readonly drafts: readonly FindingDraft[];
  /** Findings beyond those in `drafts`. */
  readonly more: readonly MoreFindings[];
  /** Ids of the scenario's rules and the harness's that this round could have broken. */
  readonly tested: readonly string[];
  readonly events: number;
  readonly keys: readonly number[];
}

export function expectationOf(
  record: InvocationRecord,
  round: Pick<RoundRecord, 'round' | 'purpose' | 'witness'>,
): Expectation {
  return {
    params: record.params,
    seed: record.seed,
    nonce: record.nonce,
    secret: record.secret,
    round: round.round,
    traced: round.purpose === 'traced',
    witness: round.witness,
    runtime: runtimeOf(record.ready),
  };
}

function runtimeOf(ready: ReadyMessage | null): RuntimeVersion | null {
  return ready === null ? null : { runner: ready.runner.id, version: ready.runtime.version };
}
