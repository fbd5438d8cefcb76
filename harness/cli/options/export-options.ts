// `--export <format>=<path>`, `--metric` and `--scenario`: which reports for other programs are wanted, of what, and where.
import { resolve } from 'node:path';
import { EXPORT_FORMATS, EXPORT_SHAPES } from '../../contract/export-formats.ts';
import type { ExportRequest, ExportSelection } from '../../contract/export-formats.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import { flagOption, listOption, textsOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';

export interface ExportOptions {
  readonly requests: readonly ExportRequest[];
  readonly selection: ExportSelection;
}

const STDOUT = '-';

/** `scenarios`: of a stored run; a run that is begun measures what is asked for and exports all of it. */
export function readExports(
  raw: RawOptions,
  { scenarios }: Pick<ExportSelection, 'scenarios'>,
): ExportOptions {
  const requests = textsOption(raw, 'export', '<format>=<path>').map(requestOf);
  const metrics = listOption(raw, 'metric');
  if (requests.length === 0 && metrics.length > 0)
    throw bad('--metric was given without --export.', 'It says which metrics an export has.');
  refuseTwice(requests);
  if (printsTo(requests) && ['json', 'ndjson'].some((name) => flagOption(raw, name)))
    throw bad('--export goes to stdout, and so does --json.', 'Name a file for one of them.');
  return { requests, selection: { scenarios, metrics } };
}

/** An export has stdout to itself: what else a command says goes to stderr. */
export function printsTo(requests: readonly ExportRequest[]): boolean {
  return requests.some(({ path }) => path === null);
}

function requestOf(text: string): ExportRequest {
  const at = text.indexOf('=');
  const format = EXPORT_FORMATS.find((name) => name === text.slice(0, Math.max(0, at)));
  const path = text.slice(at + 1);
  if (at === -1 || format === undefined || path === '') {
    const next = `Give --export <format>=<path>, with one of ${EXPORT_FORMATS.join(', ')}.`;
    throw bad(`--export is ${JSON.stringify(text)}.`, next);
  }
  if (path !== STDOUT) return { format, path };
  if (EXPORT_SHAPES[format] === 'folder')
    throw bad(`--export ${format} writes a folder, which stdout cannot take.`, 'Name a folder.');
  return { format, path: null };
}

/** Two reports at one place: the later would replace the earlier. */
function refuseTwice(requests: readonly ExportRequest[]): void {
  const places = requests.map(({ path }) => (path === null ? STDOUT : resolve(path)));
  const twice = places.find((place, at) => places.indexOf(place) < at);
  if (twice !== undefined)
    throw bad(`--export names ${twice === STDOUT ? 'stdout' : twice} twice.`, 'Name another file for each.');
}

function bad(cause: string, next: string): FailureError {
  return new FailureError(failure('EL1004', cause, next));
}
