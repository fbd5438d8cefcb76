// One member of a block on its way through the slices: what was asked of it, and how long each turn took.
import type { SliceRecord } from '../contract/invocation.ts';
import { schedulingBetween, schedulingOf } from './scheduling.ts';
import type { SchedulingMoment } from './scheduling.ts';
import type { TokenChannel, Turn } from './token-channel.ts';

/** One runner that waits for tokens. */
export interface SliceMember {
  readonly id: string;
  readonly pid: number;
  readonly channel: TokenChannel;
  /** What is asked for beyond `operations` in the slice with this number: an injected slowdown. */
  readonly extra?: (slice: number, operations: number) => number;
}

export type MemberSlices =
  | { readonly kind: 'done'; readonly slices: Omit<SliceRecord, 'segment'> }
  /** `slice` counts from 0. */
  | { readonly kind: 'broken'; readonly turn: Turn; readonly slice: number }
  | { readonly kind: 'stopped' };

export class SliceLane {
  readonly member: SliceMember;
  readonly #limitMs: number;
  readonly #asked: number[] = [];
  readonly #turnNs: number[] = [];
  #operations = 0;
  #broken: Turn | null = null;
  #warmup = 0;
  #before: SchedulingMoment | null = null;

  constructor(member: SliceMember, limitMs: number) {
    this.member = member;
    this.#limitMs = limitMs;
  }

  get alive(): boolean {
    return this.#broken === null;
  }

  get slices(): number {
    return this.#asked.length;
  }

  /** From now on a slice has so many operations. */
  resize(operations: number): void {
    this.#operations = operations;
  }

  /** One slice of so many operations, whatever its size is now. */
  async turn(operations: number): Promise<Turn> {
    const turn = await this.member.channel.turn(operations, this.#limitMs);
    if (turn.kind === 'done') {
      this.#asked.push(operations);
      this.#turnNs.push(Math.round(turn.turnNs));
    } else this.#broken = turn;
    return turn;
  }

  async next(): Promise<void> {
    const extra = this.member.extra?.(this.slices, this.#operations) ?? 0;
    await this.turn(this.#operations + extra);
  }

  /** Time in turns since the slice with this number, in nanoseconds. */
  turnsNs(since: number): number {
    return this.#turnNs.slice(since).reduce((sum, ns) => sum + ns, 0);
  }

  /** Everything so far was warm-up. */
  begin(): void {
    this.#warmup = this.slices;
    this.#before = schedulingOf(this.member.pid);
  }

  /** No further slices. */
  end(stopped: boolean): MemberSlices {
    const used = schedulingBetween(this.#before, schedulingOf(this.member.pid));
    if (this.#broken !== null) return { kind: 'broken', turn: this.#broken, slice: this.slices };
    this.member.channel.end();
    if (stopped) return { kind: 'stopped' };
    return {
      kind: 'done',
      slices: {
        warmup: this.#warmup,
        operations: this.#operations,
        asked: this.#asked,
        turnNs: this.#turnNs,
        runNs: used?.runNs ?? null,
        waitNs: used?.waitNs ?? null,
        involuntarySwitches: used?.involuntarySwitches ?? null,
      },
    };
  }
}
