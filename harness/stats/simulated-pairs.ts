// Kinds of data on which a rule of inference must keep its promise: pairs of one block of subjects that do not differ, as logarithms.
import { normals } from './simulate-levels.ts';
import type { Random32 } from './xoshiro.ts';

/** The rows of one metric in one block: what they truly are, and one pair of each at a time. */
export interface SimulatedGroup {
  readonly truth: readonly number[];
  readonly draw: () => readonly number[];
}

export interface GroupToDraw {
  readonly rows: number;
  /** Of a pair. */
  readonly standardDeviation: number;
  readonly random: Random32;
}

/** How far two layouts of memory lie apart. */
const LAYOUTS_APART = 0.13;

/** Of the noisy row of a group, times the standard deviation of the others. */
const NOISIER = 3;

/** Degrees of freedom of the variances of rows that are unequal. */
const UNEQUAL = 8;

/** How much rows differ that do: the standard deviation of their true logarithms. */
const EFFECT = 0.1;

/** Named as in the table that is printed. */
export const KINDS: Readonly<Record<string, (group: GroupToDraw) => SimulatedGroup>> = {
  'normal, shared reference': ({ random, ...group }) => shared(group, normals(random)),
  'rows as unequal as 8 d.f.': ({ random, ...group }) => {
    const normal = normals(random);
    const scales = Array.from({ length: group.rows }, () => Math.sqrt(UNEQUAL / chiSquare(UNEQUAL, normal)));
    return changed(shared(group, normal), (value, row) => value * (scales[row] ?? 1));
  },
  'one noisy row of each group': ({ random, ...group }) =>
    changed(shared(group, normals(random)), (value, row) => (row === 0 ? NOISIER * value : value)),
  't, 3 d.f.': ({ random, ...group }) => {
    const normal = normals(random);
    return shared(group, () => normal() / Math.sqrt(chiSquare(3, normal)));
  },
  'two layouts 13 % apart': ({ random, ...group }) => {
    const layout = layouts(random);
    let reference = 0;
    return changed(
      shared(group, normals(random)),
      (value) => value + layout() - reference,
      () => (reference = (layout() + layout()) / 2),
    );
  },
  'two layouts in one row of each group': ({ random, ...group }) => {
    const layout = layouts(random);
    return changed(shared(group, normals(random)), (value, row) => (row === 0 ? value + layout() : value));
  },
  'normal, rows that differ': ({ random, ...group }) => {
    const normal = normals(random);
    const truth = Array.from({ length: group.rows }, () => EFFECT * normal());
    return { ...changed(shared(group, normal), (value, row) => value + (truth[row] ?? 0)), truth };
  },
};

/** Subject minus the mean of reference and its control, which all rows share: noise of each process, and a correlation of one third. */
function shared(
  { rows, standardDeviation }: Omit<GroupToDraw, 'random'>,
  noise: () => number,
): SimulatedGroup {
  const scale = standardDeviation / Math.sqrt(1.5);
  return {
    truth: Array.from({ length: rows }, () => 0),
    draw: () => {
      const reference = (noise() + noise()) / 2;
      return Array.from({ length: rows }, () => scale * (noise() - reference));
    },
  };
}

function changed(
  { truth, draw }: SimulatedGroup,
  by: (value: number, row: number) => number,
  before: () => unknown = () => null,
): SimulatedGroup {
  return {
    truth,
    draw: () => {
      before();
      return draw().map(by);
    },
  };
}

/** Each process is in one of two layouts by a fair coin. */
function layouts(random: Random32): () => number {
  return () => (random() < 2 ** 31 ? LAYOUTS_APART / 2 : -LAYOUTS_APART / 2);
}

function chiSquare(degreesOfFreedom: number, normal: () => number): number {
  let sum = 0;
  for (let i = 0; i < degreesOfFreedom; i++) sum += normal() ** 2;
  return sum;
}
