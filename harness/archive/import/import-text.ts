// The text of another tool's file as runs of the store, or why it is not what the tool writes. Pure.
import { failure } from '../../contract/failure.ts';
import type { Result } from '../../contract/failure.ts';
import { jsonTrouble, parseForeignJson } from '../../contract/foreign-json.ts';
import type { NewRun } from '../archive-result.ts';
import { importAsv, withoutNaN } from './asv.ts';
import { importBencher } from './bencher.ts';
import { ImportRefusal } from './fields.ts';
import { importGithub, withoutAssignment } from './github.ts';
import { importHyperfine } from './hyperfine.ts';
import type { FilesBeside, ImportSource } from './imported-run.ts';
import { IMPORTED_TOOLS } from './imported-tools.ts';
import type { ImportedTool } from './imported-tools.ts';
import { importPyperf } from './pyperf.ts';
import { importTinybench, importVitest } from './tinybench.ts';

type Import = (document: unknown, source: ImportSource, beside: FilesBeside) => NewRun[];

const READERS: Readonly<Record<ImportedTool, Import>> = {
  asv: importAsv,
  bencher: importBencher,
  'github-action-benchmark': importGithub,
  hyperfine: importHyperfine,
  pyperf: importPyperf,
  tinybench: importTinybench,
  vitest: importVitest,
};

/** What makes JSON of a text that is nearly so. */
const CLEANED: Readonly<Partial<Record<ImportedTool, (text: string) => string>>> = {
  asv: withoutNaN,
  'github-action-benchmark': withoutAssignment,
};

export interface ImportedFile {
  readonly name: string;
  readonly text: string;
  readonly beside: FilesBeside;
  readonly source: ImportSource;
}

/** EL3104 names the place where the file is not what it should be. */
export function importText(tool: ImportedTool, file: ImportedFile): Result<readonly NewRun[]> {
  const { name, text, beside, source } = file;
  let document: unknown;
  try {
    document = parseForeignJson(CLEANED[tool]?.(text) ?? text);
  } catch (error) {
    return refusal(tool, name, jsonTrouble(error));
  }
  try {
    return { ok: true, value: READERS[tool](document, source, beside) };
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error;
    return refusal(tool, name, error.reason);
  }
}

function refusal(tool: ImportedTool, name: string, reason: string): Result<never> {
  return {
    ok: false,
    failure: failure(
      'EL3104',
      `${name} is no file of ${tool}: ${reason}.`,
      `Name a file that ${tool} wrote, or the right tool: --from ${IMPORTED_TOOLS.join(', ')}.`,
    ),
  };
}
