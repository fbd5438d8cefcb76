// A recorded session between a workload and a witness: what `harness/contract/fixtures/wires/*.json` hold.
import type { Stimulus } from '../contract/scenario.ts';

/**
 * Bytes are hex. `{pid}` and `{port}` stand for the process of the player and the port of its server, little-endian. How a connection is
 * over is `any` where a reset may look like an end: some runtimes tell it so when bytes came just before.
 */
export type WireStep = { readonly why?: string } & (
  | { readonly step: 'listen'; readonly name: string; readonly publish: boolean }
  | {
      readonly step: 'round';
      readonly round: number;
      readonly traced: boolean;
      readonly offered: readonly string[];
    }
  | { readonly step: 'connect'; readonly to: string; readonly as: string; readonly over?: 'udp' }
  | { readonly step: 'attempt'; readonly to: string; readonly outcome: 'refused' | 'silent' }
  | { readonly step: 'accept'; readonly at: string; readonly as: string }
  | { readonly step: 'unlisten'; readonly name: string }
  | { readonly step: 'send'; readonly on: string; readonly hex: string }
  | { readonly step: 'receive'; readonly on: string; readonly hex: string }
  | { readonly step: 'end'; readonly on: string }
  | { readonly step: 'over'; readonly on: string; readonly how: 'end' | 'reset' | 'any' }
  | { readonly step: 'put'; readonly pipe: string; readonly hex: string }
  | { readonly step: 'take'; readonly pipe: string; readonly hex: string }
  | { readonly step: 'read'; readonly pipe: string; readonly as: string }
  | { readonly step: 'file'; readonly path: string; readonly hex: string | null }
  | { readonly step: 'signal'; readonly is: string }
  | { readonly step: 'record'; readonly record: unknown }
);

export interface RecordedSession {
  readonly about: string;
  readonly stimulus: Stimulus;
  readonly secret: number;
  readonly patienceMs: number;
  readonly endpoints: readonly string[];
  readonly steps: readonly WireStep[];
}
