// The progress of a run: redrawn on a terminal, lines elsewhere. Called when invocations begin and end, so that it falls into no window of theirs.
import type { EventBody } from '../../contract/event.ts';
import { visibleText } from '../../contract/visible-text.ts';
import { cellId } from '../../contract/invocation.ts';
import type { Plan, Step } from '../../contract/plan.ts';
import type { Pace, RunProgress } from '../../orchestrate/listener.ts';
import { untilTheEnd, watchRemaining } from '../../orchestrate/remaining.ts';
import type { EventStream } from './event-stream.ts';
import { liveLines } from './live-view.ts';
import { remainingText, steadyMinute } from './remaining.ts';

/** Where progress goes. `redraw` replaces what it drew before; `line` stays. */
export interface ProgressSink {
  /** Null where lines cannot be drawn again. */
  readonly redraw: ((lines: readonly string[]) => void) | null;
  /** Null without `--ndjson`. */
  readonly events: EventStream | null;
  line(text: string): void;
  /** Leaves the terminal as an ordinary program would. */
  end(): void;
}

/** After this time without a line, one is written between two invocations: a log that stands still looks dead. */
export const HEARTBEAT_MS = 30_000;

export interface ProgressOptions extends Pace {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** The time of the day, in milliseconds. */
  readonly wallClock?: () => number;
}

export function makeProgress(
  plan: Plan,
  sink: ProgressSink,
  { cpus, budgetMs, now, wallClock = Date.now }: ProgressOptions,
): RunProgress {
  const remaining = budgetMs === null ? watchRemaining(plan, cpus, now) : untilTheEnd(budgetMs, now);
  const units = openUnits(plan);
  let lastLineMs = now();
  let finished = 0;
  let bad = 0;

  const say = (text: string): void => {
    lastLineMs = now();
    sink.line(visibleText(text));
  };
  const left = sayingLeft(remaining, wallClock);
  const counted = (): string => `[${finished}${budgetMs === null ? `/${plan.steps.length}` : ''}]`;
  const share = (): number =>
    budgetMs === null ? finished / plan.steps.length : Math.min(1, 1 - remaining.leftMs() / budgetMs);
  const repetitionText = (repetition: number): string =>
    `repetition ${repetition + 1}${budgetMs === null ? ` of ${plan.repetitions}` : ''}`;
  const draw = (): void => {
    const running = units.running();
    if (running.length === 0) return;
    const repetition = repetitionText(Math.max(...running.map((step) => step.repetition)));
    const head = `${counted()} ${repetition}, ${left()}`;
    sink.redraw?.(liveLines({ head, share: share(), kept: finished - bad, bad, running }));
  };
  const sayPlainly = (step: Step, ended: number | null): void => {
    const { block, repetition } = step;
    if (ended !== null) {
      const rest = finished === plan.steps.length ? '' : `, ${left()}`;
      say(`${counted()} ${repetitionText(repetition)}: ${block.id} done (${ended})${rest}`);
    } else if (now() - lastLineMs >= HEARTBEAT_MS) say(`${counted()} still in ${block.id}, ${left()}`);
  };

  return {
    begin() {
      sink.events?.(planned(plan));
    },
    started(step) {
      remaining.started(step);
      if (units.started(step)) draw();
    },
    done(step, trouble) {
      finished++;
      remaining.done(step);
      const ended = units.done(step);
      if (trouble !== null) {
        bad++;
        say(`${counted()} ${step.cell.subject} in ${step.block.id}: ${trouble}`);
      }
      sink.events?.(invoked(step, finished, trouble, remaining.leftMs()));
      if (sink.redraw === null) sayPlainly(step, ended);
    },
    end() {
      sink.end();
    },
  };
}

/** The blocks of each repetition, as far as they have begun. */
interface Units {
  /** True for the first step of its unit. */
  started(step: Step): boolean;
  /** How many invocations it had where this was its last one; otherwise null. */
  done(step: Step): number | null;
  /** The step that began last of each unit that has not ended. */
  running(): readonly Step[];
}

function openUnits({ steps }: Plan): Units {
  const keyOf = ({ block, repetition }: Step): string => `${repetition} ${block.id}`;
  const size = new Map<string, number>();
  for (const step of steps) size.set(keyOf(step), (size.get(keyOf(step)) ?? 0) + 1);
  const open = new Map<string, number>(size);
  const latest = new Map<string, Step>();
  return {
    started(step) {
      const first = !latest.has(keyOf(step));
      latest.set(keyOf(step), step);
      return first || step.block.sampling === 'plain';
    },
    done(step) {
      const key = keyOf(step);
      const left = (open.get(key) ?? 1) - 1;
      open.set(key, left);
      if (left > 0) return null;
      latest.delete(key);
      return size.get(key) ?? 1;
    },
    running: () => [...latest.values()],
  };
}

function planned({ profile, seed, repetitions, steps, expectedMs }: Plan): EventBody {
  const cells = [...new Set(steps.map(({ cell }) => cellId(cell)))];
  return { kind: 'planned', profile, seed, repetitions, invocations: steps.length, expectedMs, cells };
}

function invoked(
  { invocation, cell, repetition }: Step,
  finished: number,
  trouble: string | null,
  leftMs: number,
): EventBody {
  return { kind: 'invocation', invocation, cell: cellId(cell), repetition, finished, trouble, leftMs };
}

/** How long it will take yet, and the minute in which it will end, which does not flicker. */
function sayingLeft(remaining: { leftMs(): number }, wallClock: () => number): () => string {
  const minuteOf = steadyMinute();
  return () => {
    const leftMs = remaining.leftMs();
    return remainingText(leftMs, minuteOf(wallClock() + leftMs));
  };
}
