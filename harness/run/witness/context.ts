// What every witness of one invocation gets from the witness process.
export interface WitnessContext {
  /** Absolute path of the invocation's directory. */
  readonly directory: string;
  readonly secret: number;
  /** How long a writer waits for a state before it counts it as lost. */
  readonly patienceMs: number;
  /** The runners that are at work, as leaders of their process groups. Absent where none is attended. */
  readonly runners?: () => readonly number[];
  /** Integer nanoseconds since the epoch of the harness. */
  now(): number;
}
