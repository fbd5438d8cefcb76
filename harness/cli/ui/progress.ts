// How far a run is: redrawn on a terminal, lines elsewhere. Called between invocations only, so that no window sees it.
import type { Plan, Step } from '../../contract/plan.ts';
import { expectedMsOf } from '../../plan/pace.ts';
import { formatWait } from '../../../reports/html/format.ts';

/** Where progress goes. `redraw` replaces what it drew before; `line` stays. */
export interface ProgressSink {
  /** Null where lines cannot be drawn again. */
  readonly redraw: ((text: string) => void) | null;
  line(text: string): void;
  /** Leaves the terminal as an ordinary program would. */
  end(): void;
}

export interface Progress {
  /** Just before the first invocation. */
  begin(): void;
  /** After the invocation of `step`; `bad` names what went wrong with it, if anything. */
  done(step: Step, bad: string | null): void;
  end(): void;
}

/** Without news for so long, a line is written between two invocations: a log that stands still looks dead. */
export const HEARTBEAT_MS = 30_000;

export function makeProgress(plan: Plan, sink: ProgressSink, now: () => number): Progress {
  const startedMs = now();
  let lastLineMs = startedMs;
  let finished = 0;
  let workDoneMs = 0;
  let inBlock = 0;

  const say = (text: string): void => {
    lastLineMs = now();
    sink.line(text);
  };
  const left = (): string => {
    const elapsedMs = now() - startedMs;
    const pace = workDoneMs === 0 ? 1 : elapsedMs / workDoneMs;
    return `about ${formatWait((plan.expectedMs - workDoneMs) * pace)} left`;
  };
  const counted = (): string => `[${finished}/${plan.steps.length}]`;

  return {
    begin() {
      const next = plan.steps[0];
      if (next !== undefined)
        sink.redraw?.(`${counted()} measuring ${next.cell.subject} in ${next.block.id}, ${left()}`);
    },
    done(step, bad) {
      finished++;
      inBlock++;
      workDoneMs += expectedMsOf(step.block);
      if (bad !== null) say(`${counted()} ${step.cell.subject} in ${step.block.id}: ${bad}`);
      const next = plan.steps[finished];
      if (sink.redraw !== null) {
        if (next !== undefined)
          sink.redraw(`${counted()} measuring ${next.cell.subject} in ${next.block.id}, ${left()}`);
        return;
      }
      const blockEnds = next === undefined || next.block !== step.block || next.unit !== step.unit;
      if (blockEnds) {
        say(
          `${counted()} unit ${step.unit + 1} of ${plan.units}: ${step.block.id} done (${inBlock})${next === undefined ? '' : `, ${left()}`}`,
        );
        inBlock = 0;
      } else if (now() - lastLineMs >= HEARTBEAT_MS) say(`${counted()} still in ${step.block.id}, ${left()}`);
    },
    end() {
      sink.end();
    },
  };
}
