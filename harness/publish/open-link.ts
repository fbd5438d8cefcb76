// Files as links that terminals and browsers open, and opening one.
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';

export function fileLink(path: string): string {
  return pathToFileURL(path).href;
}

/**
 * Opens it with the program that the system or `BROWSER` names, and does not wait for it. A warning when there is no such
 * program; whether a window appears is not ours to know.
 */
export function openLink(
  link: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly Failure[]> {
  const [program, ...args] = openerOf(environment['BROWSER']);
  return new Promise((resolve) => {
    const child = spawn(program, [...args, link], { stdio: 'ignore', detached: true });
    child.once('error', ({ message }) =>
      resolve([failure('EL3001', `The page could not be opened: ${message}.`, `Open it yourself: ${link}`)]),
    );
    child.once('spawn', () => {
      child.unref();
      resolve([]);
    });
  });
}

function openerOf(browser: string | undefined): readonly [string, ...string[]] {
  if (browser !== undefined && browser !== '') return [browser];
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['explorer.exe'];
  return ['xdg-open'];
}
