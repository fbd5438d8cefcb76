// What the config of this folder says, for the help: where the value of an option comes from when the command line does not give it.
import { FailureError } from '../contract/failure.ts';
import { openProject } from './open-project.ts';
import { RUN_TAKES, withConfig } from './option-defaults.ts';

/** Empty where there is no config. One that cannot be used does not keep the help from being shown. */
export async function configHelp(args: readonly string[], folder = process.cwd()): Promise<string> {
  const words = { folder, config: valueOf('--config', args), without: args.includes('--no-config') };
  try {
    const { project, config } = await openProject({ ...words, runners: [], defined: [], scenarios: [] });
    if (config === null) return '';
    const options = (profile?: string): string =>
      withConfig(profile === undefined ? {} : { profile }, config, RUN_TAKES)
        .origins.map(({ option, values }) => `${option} ${values.join(',')}`)
        .join(' ');
    const facts: readonly (readonly [name: string, value: string])[] = [
      ['options', options()],
      ['runs go to', config.out ?? ''],
      ['subjects', project.subjects.map(({ id }) => id).join(', ')],
      ['runners', config.runners.join(', ')],
      ['scenarios', config.scenarios.join(', ')],
      [
        'thresholds',
        Object.entries(config.thresholds)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
      ],
      ...Object.keys(config.profiles).map((name) => [`--profile ${name}`, options(name)] as const),
    ];
    const told = facts.filter(([, value]) => value !== '');
    return ['', `From ${config.path}, where the command line says nothing else:`]
      .concat(told.map(([name, value]) => `  ${name}: ${value}`))
      .join('\n');
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return `\nThe config cannot be used: ${error.failure.code} ${error.failure.cause}`;
  }
}

/** `--config x` and `--config=x`. */
function valueOf(option: string, args: readonly string[]): string | null {
  const i = args.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = args[i];
  if (word === undefined) return null;
  return word === option ? (args[i + 1] ?? null) : word.slice(option.length + 1);
}
