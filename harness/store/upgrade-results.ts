// An older results.json under the names of the present schema. Only names differ between `results@1` and `results@2`.
import { RESULTS_SCHEMA } from '../contract/result.ts';

const FORMER_SCHEMA = 'evenloop/results@1';

type Json = Readonly<Record<string, unknown>>;

/** What is no `results@1` comes back as it is. Nothing is checked here: what is malformed stays so, and the reader names it. */
export function upgradeResults(value: unknown): unknown {
  if (!isObject(value) || value['schema'] !== FORMER_SCHEMA) return value;
  return {
    ...value,
    schema: RESULTS_SCHEMA,
    run: renamed(value['run'], { units: 'repetitions' }),
    scenarios: each(value['scenarios'], (scenario) => renamed(scenario, { background: 'comparesStyles' })),
    cells: each(value['cells'], upgradeCell),
    comparisons: each(value['comparisons'], (comparison) => renamed(comparison, { mode: 'sampling' })),
    ...('calibration' in value ? { calibration: renamed(value['calibration'], { lanes: 'aaChecks' }) } : {}),
  };
}

function upgradeCell(value: unknown): unknown {
  const cell = renamed(value, { mode: 'sampling' });
  if (!isObject(cell)) return cell;
  const measurements = each(cell['measurements'], (one) => renamed(one, { units: 'repetitions' }));
  if (cell['side'] !== 'twin') return { ...cell, measurements };
  const { id } = cell;
  return {
    ...cell,
    id: typeof id === 'string' ? id.replace(/@twin$/, '@control') : id,
    side: 'control',
    measurements,
  };
}

/** In the order of the fields. */
function renamed(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [names[name] ?? name, field]));
}

function each(value: unknown, upgrade: (item: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(upgrade) : value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
