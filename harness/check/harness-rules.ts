// The rules that evenloop itself adds to every scenario. Data: the report and the documentation list them from here.
import type { Level } from '../contract/scenario.ts';

export interface HarnessRule {
  readonly id: 'W1' | 'W2' | 'W3' | 'W4' | 'W5' | 'W6' | 'W7' | 'W8';
  readonly level: Level;
  readonly text: string;
}

export const HARNESS_RULES: readonly HarnessRule[] = [
  {
    id: 'W1',
    level: 'must',
    text: 'Times never decrease from one event to the next and lie within the window of their round; windows do not overlap, nor do slices.',
  },
  {
    id: 'W2',
    level: 'must',
    text: "Each window lies between the harness's request for the round and the arrival of the answer, within the clock's error.",
  },
  {
    id: 'W3',
    level: 'must',
    text: "The runner's record agrees with the witness: notices come after the edit and before its acknowledgement, connections and bytes are those that passed, files are those that were written.",
  },
  {
    id: 'W4',
    level: 'must',
    text: 'Reported counts, operations and digests agree with the trace, with each other and with the parameters; each slice has the number of operations that was requested.',
  },
  {
    id: 'W5',
    level: 'must',
    text: 'The proof is not empty: there is a traced round, a measured round with digests, and something happened in each. A sliced invocation has more slices than its warm-up.',
  },
  {
    id: 'W6',
    level: 'must',
    text: 'No state leaks from one round into the next: where the same is expected, the first round of a process, a later one and the first of a fresh process have the same canonical form.',
  },
  {
    id: 'W7',
    level: 'must',
    text: 'Samples are as many as the operations give, agree with the trace of their round and fit into it by the clock of the harness. They are neither constant nor readings of a coarse clock.',
  },
  {
    id: 'W8',
    level: 'must',
    text: 'The CPU time that a runner reports of its rounds is the time that the kernel counted for its process meanwhile.',
  },
];
