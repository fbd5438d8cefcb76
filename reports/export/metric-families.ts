// Families of OpenMetrics and their text. Only gauges and no times, so that the same bytes are a Prometheus text file too.

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export interface Family {
  /** Ends in the unit, where there is one. */
  readonly name: string;
  readonly unit: string | null;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** A document: families without a sample are left out. */
export function familiesText(families: readonly Family[]): string {
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(familyLines);
  return [...lines, '# EOF', ''].join('\n');
}

/** 1 for what holds and 0 for each other: a series that goes on whatever the state is. */
export function stateSamples(
  label: string,
  states: readonly string[],
  current: string,
  labels: Labels,
): Sample[] {
  return states.map((state) => ({ labels: { ...labels, [label]: state }, value: state === current ? 1 : 0 }));
}

function familyLines({ name, unit, help, samples }: Family): string[] {
  return [
    `# TYPE ${name} gauge`,
    ...(unit === null ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
  ];
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"').replaceAll('\r', ' ');
}

/** Units of Prometheus: seconds and bytes. Others keep their number, and stand in the name. */
const UNITS: Readonly<Record<string, { readonly suffix: string; readonly parts: number }>> = {
  ns: { suffix: 'seconds', parts: 1e9 },
  bytes: { suffix: 'bytes', parts: 1 },
  'operations/s': { suffix: 'operations_per_second', parts: 1 },
};

/** The unit of a metric as the end of a name, and how much of the metric's own unit is one of it. */
export function unitOf(unit: string): { readonly suffix: string; readonly parts: number } {
  return UNITS[unit] ?? { suffix: wordOf(unit), parts: 1 };
}

/** Letters, digits and underlines, as names of families may have them. */
export function wordOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase();
}
