// The commands `plan` and `merge`, and the options with which `run` and `check` carry out a part of a plan.
import { Option } from 'commander';
import type { Command } from 'commander';
import { addSelection, collect } from './options/common-options.ts';
import { readTerminalStyle } from './options/terminal-style.ts';
import type { RawOptions } from './options/raw-options.ts';
import type { Invoked } from './invoked.ts';

const WEIGHTS =
  'pack shards by the durations of this stored run (default: expected durations); may be repeated';

const PLAN_EXAMPLES = `
Examples:
  evenloop plan --shards 8                        the shards of a default run
  evenloop plan --shards 8 --check                those of \`evenloop check\`
  evenloop plan --shards 8 --weights reports/out/latest --json
  evenloop run --shard 3/8 --seed 7               one of them; the same seed for all
  evenloop run --shard auto                       the one that the engine says: docs/fleet.md`;

const MERGE_EXAMPLES = `
Examples:
  evenloop merge shards/* --out merged            all shards of one plan, in any order
  evenloop merge --replicate here/ there/ third/  the same rows of several machines, pooled

Shards that are cut short, doubled, of another plan or missing are named, and the exit code is 14.`;

/** The options of a part of a plan. */
export function addShard(command: Command): Command {
  return command
    .option('--shard <i/n>', 'carry out shard i of n, or auto: the one that the engine says (docs/fleet.md)')
    .option('--weights <run>', `with --shard: ${WEIGHTS}`, collect);
}

export function addFleet(program: Command, { open, ended }: Invoked): void {
  addSelection(program.command('plan').description('divide a run, or a check, into shards of equal duration'))
    .option('--shards <n>', 'the number of machines or tasks')
    .option('--check', 'of `evenloop check` (default: of `evenloop run`)')
    .option('--weights <run>', WEIGHTS, collect)
    .addOption(
      new Option('--profile <name>', 'amount of work: smoke, quick, standard or full (default: quick)'),
    )
    .option('--repetitions <n>', 'repetitions of every cell, at least 2 (default: by profile)')
    .option('--time <duration>', 'the time of each shard, as 90s or 5min (default of quick: 90s)')
    .option('--reference <subject>', 'compare all other subjects with this one')
    .option('--styles <which>', 'with --check: check default or all styles (default: default)')
    .option('--rule <ids>', 'with --check: judge by these rules only, separated by commas', collect)
    .option('--repeat <n>', 'with --check: check with n seeds (default: 1)')
    .option('--stress', 'with --check: check under load')
    .addHelpText('after', PLAN_EXAMPLES)
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/plan.ts')).plan(raw, open(readTerminalStyle(raw)))),
    );

  program
    .command('merge')
    .description('make one result of all shards of a plan')
    .argument('[results...]', 'run folders of shards, or their shard.ndjson')
    .option('--out <dir>', 'write the result to this folder (default: reports/out/<run id>)')
    .option('--replicate', 'pool the same rows of several machines instead, with a random machine effect')
    .option('--json', 'print one JSON document on stdout')
    .option('--wide', 'print every column, however wide')
    .addHelpText('after', MERGE_EXAMPLES)
    .action(async (paths: readonly string[], raw: RawOptions) =>
      ended(await (await import('./commands/merge.ts')).merge(paths, raw, open(readTerminalStyle(raw)))),
    );
}
