// The series of slices of one member of a block: the requested operations, and the length of each slot.
import type { SliceRecord, SliceRole } from '../../contract/invocation.ts';
import type { SlicePlan } from '../../contract/plan.ts';
import { schedulingBetween, schedulingOf } from './scheduling.ts';
import type { SchedulingMoment } from './scheduling.ts';
import type { TokenChannel, Slot } from './token-channel.ts';

/** One runner that waits for tokens. */
export interface SliceMember {
  readonly id: string;
  readonly pid: number;
  readonly channel: TokenChannel;
  /** What is asked for beyond `operations` in the slice with this number: an injected slowdown. */
  readonly extra?: (slice: number, operations: number) => number;
}

/** What a slice is for, and how many operations it has. */
export interface SliceSize {
  readonly role: SliceRole;
  readonly operations: number;
}

export type MemberSlices =
  | { readonly kind: 'done'; readonly slices: Omit<SliceRecord, 'segment' | 'roundsBefore'> }
  /** `slice` counts from 0. */
  | { readonly kind: 'broken'; readonly slot: Slot; readonly slice: number }
  | { readonly kind: 'stopped' };

export class MemberSeries {
  readonly member: SliceMember;
  readonly #plan: SlicePlan;
  readonly #limitMs: number;
  readonly #asked: number[] = [];
  readonly #roles: SliceRole[] = [];
  readonly #slotNs: number[] = [];
  #broken: Slot | null = null;
  #warmup = 0;
  #before: SchedulingMoment | null = null;

  constructor(member: SliceMember, plan: SlicePlan, limitMs: number) {
    this.member = member;
    this.#plan = plan;
    this.#limitMs = limitMs;
  }

  get alive(): boolean {
    return this.#broken === null;
  }

  get slices(): number {
    return this.#asked.length;
  }

  /** One slice, with what is injected into it. */
  async slice({ role, operations }: SliceSize): Promise<void> {
    const asked = operations + (this.member.extra?.(this.slices, operations) ?? 0);
    const slot = await this.member.channel.slot(asked, this.#limitMs);
    if (slot.kind === 'done') {
      this.#asked.push(asked);
      this.#roles.push(role);
      this.#slotNs.push(Math.round(slot.slotNs));
    } else this.#broken = slot;
  }

  /** Sum of the slots since the slice with this number, in nanoseconds. */
  slotsNs(since: number): number {
    return this.#slotNs.slice(since).reduce((sum, ns) => sum + ns, 0);
  }

  /** Everything so far was warm-up. */
  begin(): void {
    this.#warmup = this.slices;
    this.#before = schedulingOf(this.member.pid);
  }

  /** No further slices. */
  end(stopped: boolean): MemberSlices {
    const used = schedulingBetween(this.#before, schedulingOf(this.member.pid));
    if (this.#broken !== null) return { kind: 'broken', slot: this.#broken, slice: this.slices };
    this.member.channel.end();
    if (stopped) return { kind: 'stopped' };
    return {
      kind: 'done',
      slices: {
        warmup: this.#warmup,
        operations: this.#plan.operations,
        leadOperations: this.#plan.leadOperations,
        shortOperations: this.#plan.shortOperations,
        roles: this.#roles,
        asked: this.#asked,
        turnNs: this.#slotNs,
        runNs: used?.runNs ?? null,
        waitNs: used?.waitNs ?? null,
        involuntarySwitches: used?.involuntarySwitches ?? null,
        minorFaults: used?.minorFaults ?? null,
        cpu: used === null ? null : { userNs: used.userNs, systemNs: used.systemNs },
      },
    };
  }
}
