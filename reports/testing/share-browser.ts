// Once for all tests in a browser: the assets of the page are built and one browser is started, to which each file connects.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { findBrowser } from './find-browser.ts';
import type { FoundBrowser } from './find-browser.ts';

export interface SharedBrowser {
  /** Where to connect; null where the browser that was found did not start. */
  readonly address: string | null;
  /** Why it did not. */
  readonly trouble: string;
  /** With `client.js` and `style.css` of the page. */
  readonly assets: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Null where no browser was found: tests in it are skipped by name. */
    readonly browser: SharedBrowser | null;
  }
}

const BUILD = fileURLToPath(new URL('../../scripts/build-page.mjs', import.meta.url));

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = await findBrowser();
  project.provide('browser', null);
  if (found === null) return async () => {};
  const assets = mkdtempSync(join(tmpdir(), 'evenloop-assets-'));
  const port = await freePort();
  const [browser] = await Promise.all([
    launch(found, port),
    promisify(execFile)(process.execPath, [BUILD, assets]),
  ]);
  const failed = browser instanceof Error;
  project.provide('browser', {
    address: failed ? null : `http://127.0.0.1:${port}`,
    trouble: failed ? browser.message : '',
    assets,
  });
  return async () => {
    if (!failed) await browser.close();
    rmSync(assets, { recursive: true, force: true });
  };
}

/** A browser that does not start fails its tests, not those of the other projects. */
async function launch({ executablePath, args }: FoundBrowser, port: number): Promise<Browser | Error> {
  try {
    return await chromium.launch({ executablePath, args: [...args, `--remote-debugging-port=${port}`] });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a server on TCP has a port');
  return address.port;
}
