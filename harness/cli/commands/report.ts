// `evenloop report`: draws the page of a stored run again, without running anything.
import { resolve } from 'node:path';
import type { ExitCode } from '../../contract/failure.ts';
import { textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { findPackage } from '../package-root.ts';
import { fileLink } from '../pipeline/file-link.ts';
import { readStoredRun } from '../pipeline/stored-run.ts';
import { writePage } from '../pipeline/write-page.ts';
import type { Terminal } from '../ui/terminal.ts';

export async function report(path: string, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const stored = readStoredRun(path);
  const target = resolve(textOption(raw, 'out') ?? stored.pagePath);
  await writePage(stored.result, target, findPackage().root);
  terminal.out(fileLink(target));
  return 0;
}
