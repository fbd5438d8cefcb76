// `evenloop explain`: what a rule demands, where, and how it shows when it is broken; what a clause demands of a runner; what a failure code means.
import { CLASS_TEXTS } from '../../check/finding-classes.ts';
import { FailureError, assertNever } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { catalogue, explain as explained } from '../../check/explanation.ts';
import type { Demand, Explanation } from '../../check/explanation.ts';
import { explainedClauses } from '../../conform/explain-clause.ts';
import type { ExplainedClause } from '../../conform/explain-clause.ts';
import { readProject } from '../options/project-options.ts';
import { flagOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { scenariosIn } from '../scenarios.ts';
import type { Terminal } from '../ui/terminal.ts';
import { renderTable } from '../../tables/table.ts';
import type { Column } from '../../tables/table.ts';
import { wrapped } from '../../tables/wrap.ts';

const COLUMNS: readonly Column[] = [
  { title: 'name', align: 'left', priority: 0 },
  { title: 'says', align: 'left', priority: 0 },
];

export async function explain(name: string | null, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const { project } = await readProject(raw);
  const scenarios = await scenariosIn(project);
  const json = flagOption(raw, 'json');
  const all = [...catalogue(scenarios), ...explainedClauses()];
  if (name === null) {
    terminal.out(json ? jsonText(all, 2) : listOf(all, terminal));
    return 0;
  }
  const found = explained(name, all);
  if (!found.ok) throw new FailureError(found.failure);
  terminal.out(json ? jsonText(found.value, 2) : textOf(found.value, terminal));
  return 0;
}

type Explained = Explanation | ExplainedClause;

function listOf(all: readonly Explained[], { columns, paintOut }: Terminal): string {
  const rows = all.map((one) => [one.id, titleOf(one)]);
  return renderTable(COLUMNS, rows, columns, paintOut).join('\n');
}

function titleOf(one: Explained): string {
  switch (one.kind) {
    case 'code':
      return one.title;
    case 'clause':
      return one.text;
    case 'rule':
      return one.demands[0]?.text ?? '';
    default:
      return assertNever(one);
  }
}

function textOf(found: Explained, { columns, paintOut }: Terminal): string {
  switch (found.kind) {
    case 'code':
      return [
        `${paintOut('bold', found.id)} ${found.title} (exit code ${found.exit})`,
        ...wrapped(found.means, columns, '  '),
        ...wrapped(`next: ${found.next}`, columns, '  '),
      ].join('\n');
    case 'clause':
      return [
        `${paintOut('bold', found.id)} ${found.text}`,
        ...wrapped(`where: ${found.page}, "${found.section}"`, columns, '  '),
        ...wrapped(`asked in: ${found.plays.join('; ')}`, columns, '  '),
        ...wrapped(`look at: ${found.lookAt}`, columns, '  '),
        ...wrapped(`again: evenloop conform <runner> --only ${found.id} --verbose`, columns, '  '),
      ].join('\n');
    case 'rule':
      return [
        paintOut('bold', found.id),
        ...found.demands.flatMap((demand) => demandLines(demand, columns)),
      ].join('\n');
    default:
      return assertNever(found);
  }
}

function demandLines({ text, level, kind, classes, scenarios: where }: Demand, columns: number): string[] {
  const checked =
    kind === null ? 'by the harness in every scenario' : `as \`${kind}\` in ${where.join(', ')}`;
  return [
    '',
    ...wrapped(text, columns, '  '),
    ...wrapped(`${level}, checked ${checked}`, columns, '  '),
    '  when broken:',
    ...classes.flatMap((found) => wrapped(`${found}: ${CLASS_TEXTS[found]}`, columns, '    ')),
  ];
}
