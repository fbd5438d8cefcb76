// A counterexample in the terminal: expected events beside observed ones, and the place where they differ.
import type { EventView, Finding } from '../contract/verdict.ts';
import type { Paint } from './colour.ts';
import { cellsOf } from './colour.ts';
import { wrapped } from './wrap.ts';

/** `width` null: as wide as it gets. */
export function findingLines(finding: Finding, width: number | null, paint: Paint): string[] {
  const { rule, class: found, text } = finding;
  const [first = '', ...others] = wrapped(`${rule} ${found}: ${text}`, width);
  return [
    paint('bold', first),
    ...others.map((line) => `  ${line}`),
    paint('dim', `  ${placeOf(finding)}`),
    ...eventLines(finding, paint),
  ];
}

function placeOf({ invocation, round, key, index }: Finding): string {
  const parts = [invocation, `round ${round}`];
  if (key !== null) parts.push(`key ${key}`);
  if (index !== null) parts.push(`index ${index}`);
  return parts.join(', ');
}

function eventLines({ expected, observed }: Finding, paint: Paint): string[] {
  const count = Math.max(expected.length, observed.length);
  if (count === 0) return [];
  const rows = Array.from({ length: count }, (_, row) => [expected[row], observed[row]] as const);
  const wants = ['expected', ...rows.map(([want]) => nameOf(want))];
  const wide = Math.max(...wants.map(cellsOf));
  const indices = rows.map(([want, got]) => String(want?.index ?? got?.index ?? ''));
  const high = Math.max(...indices.map(cellsOf));
  return [
    paint('dim', `    ${' '.repeat(high)}  ${'expected'.padEnd(wide)}    observed`),
    ...rows.map(([want, got], row) => {
      const differs = nameOf(want) !== nameOf(got);
      const left = `${(indices[row] ?? '').padStart(high)}  ${nameOf(want).padEnd(wide)}`;
      const line = `    ${left}  ${differs ? '≠' : ' '} ${nameOf(got)}${timeOf(got)}`;
      return differs ? paint('red', line) : line;
    }),
  ];
}

function nameOf(event: EventView | undefined): string {
  return event === undefined ? '–' : `${event.kind} ${event.id} (${event.digest})`;
}

/** On the runner's own clock, so that two lines can be told apart in time. */
function timeOf(event: EventView | undefined): string {
  return event === undefined || event.timeNs === null ? '' : `  at ${(event.timeNs / 1e6).toFixed(3)} ms`;
}
