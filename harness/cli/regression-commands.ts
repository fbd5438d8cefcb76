// The commands that find regressions, `gate` and `compare`, and their options.
import { Option } from 'commander';
import type { Command } from 'commander';
import { acrossOption } from './options/across-option.ts';
import { addSelection, collect, formerUnitsOption } from './options/common-options.ts';
import type { RawOptions } from './options/raw-options.ts';
import { readTerminalStyle } from './options/terminal-style.ts';
import type { Invoked } from './invoked.ts';

/** The gate's test of itself. */
export function addGate(program: Command, { open, ended }: Pick<Invoked, 'open' | 'ended'>): void {
  program
    .command('gate')
    .description('test the gate on this machine with pairs of known slowdown, judged like a pull request')
    .option('--self-test', 'inject slowdowns of 0, 1, 3, 5 and 10 % and count the verdicts')
    .option('--scenario <patterns>', 'scenarios to run: ids, families or globs, separated by commas', collect)
    .option(
      '--subject <patterns>',
      'subjects to run: ids, runtimes, styles or globs, separated by commas',
      collect,
    )
    .option('--blocks <n>', 'measure n pairs of each cell and slowdown (default: 48)')
    .option('--gates <n>', 'time n gates of each cell from start to verdict (default: 2)')
    .option('--neighbour <percent>', 'keep each CPU busy by this share beside the test (default: 0)')
    .option(
      '--without <names>',
      'do without these, as if the machine refused them: pinning, layout, scheduling',
      collect,
    )
    .option(
      '--pairs-out <dir>',
      'write the pairs to this folder, one file per cell and slowdown, for `judge`',
    )
    .option('--seed <n>', 'seed of an earlier test: repeats its orders and schedules')
    .option('--json', 'print one JSON document on stdout')
    .action(async (raw: RawOptions) =>
      ended(await (await import('./commands/gate.ts')).gate(raw, open(readTerminalStyle(raw)))),
    );
}

/** What compares two runs or two builds. */
export function addCompare(program: Command, { open, ended }: Pick<Invoked, 'open' | 'ended'>): void {
  addSelection(
    program.command('compare').description('compare two stored runs, or this tree with a git revision'),
  )
    .argument('[base]', 'run folder or results.json to compare with')
    .argument('[head]', 'run folder or results.json to judge')
    .option('--resume <run>', 'with what --base-ref began: finish a run that was stopped or killed')
    .option('--base-ref <ref>', 'measure this git revision and the working tree side by side')
    .addOption(acrossOption())
    .addOption(
      new Option(
        '--profile <name>',
        'with --base-ref: amount of work: smoke, quick, standard or full (default: quick)',
      ),
    )
    .option(
      '--repetitions <n>',
      'with --base-ref: repetitions, each with one invocation of every cell and side',
    )
    .addOption(formerUnitsOption())
    .action(async (base: string | undefined, head: string | undefined, raw: RawOptions) =>
      ended(
        await (await import('./commands/compare.ts')).compare(
          [base, head],
          raw,
          open(readTerminalStyle(raw)),
        ),
      ),
    );
}
