// `evenloop check --golden`: is each scenario whole? Its declaration, its prose, its golden traces, and a workload or a reason for each style.
import { lookAt } from '../../catalogue/look-at.ts';
import type { LookedAt } from '../../catalogue/look-at.ts';
import { EXIT, FailureError, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { rootsOf } from '../../contract/scenario-origin.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { findAndAsk } from '../../orchestrate/prepare/find-runtimes.ts';
import { selectScenarios } from '../../plan/select.ts';
import { flagOption, listOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { scenariosIn } from '../scenarios.ts';
import { failureText } from '../../tables/failure-text.ts';
import type { Terminal } from '../ui/terminal.ts';
import { wrapped } from '../../tables/wrap.ts';

/** Options of a check that runs something. */
const OF_RUNS = [
  'styles',
  'rule',
  'repeat',
  'stress',
  'ndjson',
  'junit',
  'ctrf',
  'seed',
  'out',
  'keepTraces',
];

export async function checkGolden(raw: RawOptions, terminal: Terminal, project: Project): Promise<ExitCode> {
  const other = OF_RUNS.find((name) => raw[name] !== undefined);
  if (other !== undefined)
    throw new FailureError(
      failure(
        'EL1004',
        `--golden was given with --${other === 'keepTraces' ? 'keep-traces' : other}.`,
        'Give one of them: --golden looks at what is written down, and runs nothing.',
      ),
    );
  const scenarios = await scenariosIn(project);
  const { root } = findPackage();
  const found = await findAndAsk(root, listOption(raw, 'subject'), project, {
    scenarioRoots: rootsOf(scenarios),
  });
  for (const trouble of [...found.missing, ...found.refused.values()])
    terminal.err(failureText(trouble, terminal.paintErr, 'warning'));
  const looked = chosen(scenarios, listOption(raw, 'scenario')).map((scenario) =>
    lookAt(scenario, root, found.runtimes),
  );
  terminal.out(flagOption(raw, 'json') ? jsonText({ scenarios: looked }, 2) : textOf(looked, terminal));
  return looked.every(({ gaps }) => gaps.length === 0) ? EXIT.ok : EXIT.usage;
}

/** Who names folders but no scenario means those of the folders. */
function chosen(scenarios: readonly Scenario[], patterns: readonly string[]): readonly Scenario[] {
  const outside = scenarios.filter(({ origin }) => origin !== undefined);
  const all = patterns.length === 0 && outside.length > 0 ? outside : scenarios;
  const selected = selectScenarios(all, patterns);
  if (selected.ok) return selected.value;
  throw new FailureError(selected.failure);
}

function textOf(looked: readonly LookedAt[], { columns, paintOut }: Terminal): string {
  const gaps = looked.flatMap((scenario) => scenario.gaps);
  const wanting = looked.filter((scenario) => scenario.gaps.length > 0);
  const traces = looked.reduce((sum, scenario) => sum + scenario.traces, 0);
  const count = `${looked.length} ${looked.length === 1 ? 'scenario' : 'scenarios'}, ${traces} golden traces`;
  return [
    ...wanting.flatMap(({ id, folder, gaps: own }) => [
      `${paintOut('bold', id)} ${paintOut('dim', folder)}`,
      ...own.flatMap(({ file, text }) => wrapped(`${file}: ${text}`, columns, '  ')),
      '',
    ]),
    gaps.length === 0
      ? `${count}: each is whole, and each trace is judged as it says.`
      : `${count}: ${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'} in ${wanting.length} of them.`,
  ].join('\n');
}
