// Prints how often runs of equal subjects err under the rule of decision 0019: `npm run build && node scripts/simulate-honesty.mjs [runs]`.
// By hand, when the rule changes. 10,000 runs of each kind of data take four minutes on one core; the seed is fixed.
import { LOOKS, lookError } from '../dist/harness/stats/group-sequential.js';
import { proportion } from '../dist/harness/stats/proportion.js';
import { chanceOfAnyMiss } from '../dist/harness/stats/simulate-looks.js';
import { simulateHonesty } from '../dist/harness/stats/simulate-honesty.js';
import { KINDS } from '../dist/harness/stats/simulated-pairs.js';

const SEED = 20_240_607;
const ROWS = 49;
const runs = Number(process.argv[2] ?? 10_000);

const moderated = {
  pilot: LOOKS[0],
  looks: LOOKS,
  errors: { primary: lookError(0.008 / ROWS), other: lookError(0.002 / ROWS) },
  moderated: true,
};
const alone = 0.01 / (2 * ROWS);
const RULES = {
  'six pairs, Student': {
    pilot: 6,
    looks: [6],
    errors: { primary: alone, other: alone },
    moderated: false,
    budget: 0,
  },
  '12 pairs, one look': {
    pilot: 12,
    looks: [12],
    errors: { primary: 0.008 / ROWS, other: 0.002 / ROWS },
    moderated: true,
    budget: 0,
  },
  // In passes over all blocks: 7 cost 7.
  '12 passes': { ...moderated, budget: 12 * 7 },
  'all looks': { ...moderated, budget: Number.POSITIVE_INFINITY },
};

const percent = (share) => (100 * share).toFixed(2);
const share = (hits) => {
  const { share: of, low, high } = proportion(hits, runs, 0.95);
  return `${percent(of)} % [${percent(low)}, ${percent(high)}]`;
};

console.log(
  `${runs} runs of ${2 * ROWS} rows each; in brackets 95 %.\n\n` +
    '| data | rule | an interval misses | a verdict is false | rows with a false verdict | primary undecided | half width |\n| --- | --- | --- | --- | --- | --- | --- |',
);
for (const [name, kind] of Object.entries(KINDS))
  for (const [title, rule] of Object.entries(RULES)) {
    const found = simulateHonesty({ rule, kind, runs, seed: SEED });
    const cells = [
      name,
      title,
      share(found.runsWithMiss),
      share(found.runsWithFalseVerdict),
      `${(100 * (found.rowsWithFalseVerdict / found.rows)).toFixed(4)} %`,
      (found.primaryUndecided / runs).toFixed(1),
      `${(100 * Math.exp(found.meanLogHalfWidth)).toFixed(1)} %`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }

console.log(
  `\nThe chance that any of the looks at ${LOOKS.join(', ')} pairs misses, over the error of the row.\n\n` +
    '| error | d.f. borrowed | all looks | the clock ends at 20 |\n| --- | --- | --- | --- |',
);
for (const error of [0.05, 0.01, 1e-3, 1.7e-4])
  for (const borrowed of [0, 5, 12, 200]) {
    const cells = [LOOKS, [8, 12, 18, 20]].map((looks) => {
      const errors = looks.map(() => lookError(error));
      const { chance, standardError } = chanceOfAnyMiss({
        looks,
        errors,
        borrowed,
        replicates: 4000,
        seed: SEED,
      });
      return `${(chance / error).toFixed(3)} ± ${((2 * standardError) / error).toFixed(3)}`;
    });
    console.log(`| ${[error, borrowed, ...cells].join(' | ')} |`);
  }
