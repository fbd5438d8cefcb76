// Finds a browser for the tests of the page: the one that is named, else one on PATH, else the bundled one.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface FoundBrowser {
  readonly executablePath: string;
  readonly args: readonly string[];
}

const NAMES = ['chromium', 'google-chrome'];
/** Test machines are often containers without user namespaces. The bundled browser's own list would also switch web security off. */
const ARGS = ['--no-sandbox'];

/** Null when there is none; a browser that is named but missing is returned all the same, so that its absence is seen. */
export async function findBrowser(): Promise<FoundBrowser | null> {
  const named = process.env['EVENLOOP_CHROMIUM'] ?? '';
  const found = named === '' ? onPath() : named;
  return found === null ? bundled() : { executablePath: found, args: ARGS };
}

function onPath(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(executable) ?? null;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** It unpacks itself to the folder for temporary files; other platforms than Linux on x64 have none. */
async function bundled(): Promise<FoundBrowser | null> {
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return { executablePath: await chromium.executablePath(), args: ARGS };
  } catch {
    return null;
  }
}
