// Writes the report page of a result, with the built script and style of this package.
import { join } from 'node:path';
import { renderReport } from '../../reports/html/page.ts';
import type { ReportAssets, ReportContext } from '../../reports/html/page.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import { readForeignText } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { writeAtomically } from '../store/atomic-write.ts';

export async function writePage(
  result: RunResult,
  path: string,
  packageRoot: string,
  context: ReportContext = {},
): Promise<void> {
  writeAtomically(path, renderReport(result, await readAssets(packageRoot), context));
}

/** The two built files of the page. EL3001 where the package is not built. */
export async function readAssets(packageRoot: string): Promise<ReportAssets> {
  const [script, style] = ['client.js', 'style.css'].map((name) => assetOf(packageRoot, name));
  return { script: script ?? '', style: style ?? '' };
}

/** The built files of the page of the atlas. EL3001 where the package is not built. */
export function readAtlasAssets(packageRoot: string): ReportAssets {
  const [script = '', style = '', own = ''] = ['atlas.js', 'style.css', 'atlas.css'].map((name) =>
    assetOf(packageRoot, name),
  );
  return { script, style: style + own };
}

function assetOf(packageRoot: string, name: string): string {
  const path = join(packageRoot, 'dist', 'reports', 'html', name);
  try {
    return readForeignText(path, STORED.text);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new FailureError(
      failure(
        'EL3001',
        `The report cannot be drawn: ${path} cannot be read (${why}).`,
        'Build the package: `npm run build`.',
      ),
    );
  }
}
