// The progress of a run: redrawn on a terminal, lines elsewhere. Called between invocations only, so that it falls into no window.
import type { EventBody } from '../../contract/event.ts';
import { cellId } from '../../contract/invocation.ts';
import type { Plan, Step } from '../../contract/plan.ts';
import type { RunProgress } from '../../orchestrate/listener.ts';
import type { EventStream } from './event-stream.ts';
import { liveLines } from './live-view.ts';
import { remainingText, watchRemaining } from './remaining.ts';

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

/** `now` is monotonic, `wallClock` gives the time of the day; both in milliseconds. */
export function makeProgress(
  plan: Plan,
  sink: ProgressSink,
  now: () => number,
  wallClock: () => number = Date.now,
): RunProgress {
  const remaining = watchRemaining(plan);
  let lastLineMs = now();
  let lastStepMs = now();
  let finished = 0;
  let bad = 0;
  let inBlock = 0;

  const say = (text: string): void => {
    lastLineMs = now();
    sink.line(text);
  };
  const left = (): string => remainingText(remaining.leftMs(), wallClock());
  const counted = (): string => `[${finished}/${plan.steps.length}]`;
  const draw = (): void => {
    const next = plan.steps[finished];
    if (next !== undefined) sink.redraw?.(liveLines({ plan, finished, bad, next, remaining: left() }));
  };
  const sayPlainly = (step: Step): void => {
    const next = plan.steps[finished];
    const ended = next === undefined || next.block !== step.block || next.repetition !== step.repetition;
    if (ended) {
      const rest = next === undefined ? '' : `, ${left()}`;
      say(
        `${counted()} repetition ${step.repetition + 1} of ${plan.repetitions}: ${step.block.id} done (${inBlock})${rest}`,
      );
      inBlock = 0;
    } else if (now() - lastLineMs >= HEARTBEAT_MS) say(`${counted()} still in ${step.block.id}, ${left()}`);
  };

  return {
    begin() {
      lastStepMs = now();
      sink.events?.(planned(plan));
      draw();
    },
    done(step, trouble) {
      finished++;
      inBlock++;
      remaining.done(now() - lastStepMs);
      lastStepMs = now();
      if (trouble !== null) {
        bad++;
        say(`${counted()} ${step.cell.subject} in ${step.block.id}: ${trouble}`);
      }
      sink.events?.(invoked(step, finished, trouble, remaining.leftMs()));
      if (sink.redraw === null) sayPlainly(step);
      else draw();
    },
    end() {
      sink.end();
    },
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
