// The interface of the harness's witnesses to an invocation. The process behind it is `main.ts`, the client is `host.ts`.
import type { Endpoint } from '../../contract/message.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';

export interface ArmRequest {
  readonly invocation: string;
  readonly stimulus: Stimulus;
  /** Absolute path of the invocation's directory; it exists and is empty. */
  readonly directory: string;
  readonly secret: number;
}

/** A witness for one invocation. Times of its records are nanoseconds since the epoch of the harness. */
export interface ArmedWitness {
  /** For `prepare.endpoints`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** Told what the workload listens on, once, after `prepared`. */
  listening(endpoints: Readonly<Record<string, Endpoint>>): Promise<void>;
  /** Gets ready for a round; answers with the endpoints of that round alone. */
  beforeRound(round: number, traced: boolean): Promise<Readonly<Record<string, Endpoint>>>;
  /** What was recorded in the round that just ended; null where there is nothing to witness. */
  afterRound(): Promise<WitnessRecord | null>;
  disarm(): Promise<void>;
}

export interface WitnessHost {
  arm(request: ArmRequest): Promise<ArmedWitness>;
  /** From now on the process group of `pid` is killed when the harness disappears. */
  guard(pid: number): void;
  release(pid: number): void;
  close(): Promise<void>;
}
