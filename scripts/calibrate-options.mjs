// The options of `npm run calibrate`: what it says of them, and what it refuses.
import { parseArgs } from 'node:util';

const USAGE = `usage: npm run calibrate -- [options]
--peers               hyperfine, Node's compare.js, tinybench and pyperf's rule on the same two builds
--peer-seconds <n>    for all peers of a cell; each is asked once at least (default: 120)
--cross               ratios across runtimes in slices and by plain fresh processes
--lengths             ratios in slices of half, twice and four times the declared length
--rounds <n>          of the cross check and of the lengths (default: 12)
--repeat <n>          n whole default runs in fresh copies at drawn paths and environments, and what their intervals are worth
--repeat-dir <dir>    where their results are kept (default: reports/out/repeat); those that are there are not run again
--repeat-docs <dir>   write repeat.md and repeat.svg there
--decide <n>          n times in turn whole runs of another revision and of this build, at equal wall time, by default, and in 30 s
--against <ref>       that revision of git
--decide-dir <dir>    where these runs are kept (default: reports/out/decide); those that are there are not run again
--honest <n>          n runs in which every subject is a copy of the reference (the first --subject; default: node/promises)
--copies <n>          n copies beside the reference, 1 to 7 (default: 2, so that blocks are about as large as those of a default run)
--time <seconds>      each of these runs takes this long (default: 90)
--inject <percent>    the first copy does this many percent more operations in each slice (default: 0)
--honest-dir <dir>    where these runs are kept (default: a folder below reports/out for each --inject and --neighbour)
--skip-self-test      only what else was asked for
--scenario <patterns> --subject <patterns>   as of \`evenloop gate\`; of the cross check the first subject is the one compared with
--blocks <n> --gates <n> --seed <n> --without <names> --pairs-out <dir>   passed on to \`evenloop gate --self-test\`
--neighbour <percent> keep each CPU so busy beside everything
--quick               tiny sizes: shows that everything works; its numbers mean nothing
--json                one JSON document on stdout
--dist <folder>       another folder of compiled code than dist
`;
export const USAGE_EXIT = 2;

const text = { type: 'string' };
const flag = { type: 'boolean' };
const many = { type: 'string', multiple: true };
const OPTIONS = {
  peers: flag,
  'peer-seconds': text,
  cross: flag,
  lengths: flag,
  repeat: text,
  'repeat-dir': text,
  'repeat-docs': text,
  decide: text,
  against: text,
  'decide-dir': text,
  honest: text,
  copies: text,
  time: text,
  inject: text,
  'honest-dir': text,
  rounds: text,
  'skip-self-test': flag,
  scenario: many,
  subject: many,
  blocks: text,
  gates: text,
  seed: text,
  without: text,
  'pairs-out': text,
  neighbour: text,
  quick: flag,
  json: flag,
  dist: text,
};
/** Each with its least and its largest value. */
const NUMBERS = [
  ['peer-seconds', 0],
  ['rounds', 2],
  ['repeat', 2],
  ['decide', 1],
  ['honest', 1],
  ['copies', 1, 7],
  ['time', 1],
  ['inject', 0],
  ['neighbour', 0, 100],
];
/** What can be done beside the self-test. */
const PARTS = ['peers', 'cross', 'lengths', 'repeat', 'decide', 'honest'];

export function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    for (const [name, least, most = Infinity] of NUMBERS)
      if (values[name] !== undefined && !isWhole(values[name], least, most))
        throw new Error(
          `--${name} is ${JSON.stringify(values[name])}, not a whole number from ${least}${most === Infinity ? '' : ` to ${most}`}`,
        );
    if ((values.decide === undefined) !== (values.against === undefined))
      throw new Error('--decide and --against belong together');
    if (values['skip-self-test'] && PARTS.every((part) => values[part] === undefined))
      throw new Error('nothing is left to do');
    return values;
  } catch (error) {
    process.stderr.write(`calibrate: ${error.message}\n${USAGE}`);
    return process.exit(USAGE_EXIT);
  }
}

function isWhole(value, least, most) {
  return /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
}
