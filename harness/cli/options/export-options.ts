// `--export <format>=<file>`: which reports for other programs are wanted, and where.
import { FailureError, failure } from '../../contract/failure.ts';
import { EXPORT_FORMATS } from '../../contract/request.ts';
import type { ExportRequest } from '../../contract/request.ts';
import type { RawOptions } from './raw-options.ts';

export function readExports(raw: RawOptions): readonly ExportRequest[] {
  const given = raw['export'];
  return (Array.isArray(given) ? given : []).map(String).map(requestOf);
}

function requestOf(text: string): ExportRequest {
  const at = text.indexOf('=');
  const format = EXPORT_FORMATS.find((name) => name === text.slice(0, Math.max(0, at)));
  const path = text.slice(at + 1);
  if (at !== -1 && format !== undefined && path !== '') return { format, path };
  const next = `Give --export <format>=<file>, with one of ${EXPORT_FORMATS.join(', ')}.`;
  throw new FailureError(failure('EL1004', `--export is ${JSON.stringify(text)}.`, next));
}
