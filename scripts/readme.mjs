// `npm run readme -- <run>`: draws docs/report.png from a stored run, and writes what that run answered between the two marks of README.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const USAGE = 'usage: npm run readme -- <run folder>\n';
/** Of the picture, in CSS pixels: it begins above the title and ends below the first table. */
const WIDTH = 1180;
/** Of a pixel of the page, so that the file stays small. */
const SCALE = 0.9;
const MARGIN = 24;

const root = fileURLToPath(new URL('..', import.meta.url));
const testing = (name) => import(pathToFileURL(join(root, 'dist/reports/testing', name)).href);
const { MOST_PICTURE_BYTES, README_BEGIN, README_END, readmeBlock } = await testing('readme-block.js');
const [run, ...others] = process.argv.slice(2);
if (run === undefined || others.length > 0 || run.startsWith('-')) {
  process.stderr.write(USAGE);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'evenloop-readme-'));
try {
  const result = JSON.parse(readFileSync(join(resolve(run), 'results.json'), 'utf8'));
  const page = join(folder, 'report.html');
  const text = printed(resolve(run), page);
  await draw(page, join(root, 'docs', 'report.png'));
  writeAnswer(result, text);
} catch (error) {
  process.stderr.write(`readme: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The answer as a terminal of 80 columns shows it. */
function printed(from, page) {
  const command = [join(root, 'dist/harness/cli/main.js'), 'report', from, '--text', '--out', page];
  const env = { ...process.env, COLUMNS: '80', NO_COLOR: '1' };
  delete env.FORCE_COLOR;
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`evenloop report ended with ${status}: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => !line.startsWith('file:'))
    .join('\n')
    .trim();
}

async function draw(page, picture) {
  const { findBrowser } = await testing('find-browser.js');
  const found = await findBrowser();
  if (found === null) throw new Error('no browser was found: set EVENLOOP_CHROMIUM to one');
  const browser = await chromium.launch({ executablePath: found.executablePath, args: [...found.args] });
  try {
    const tab = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, deviceScaleFactor: SCALE });
    await tab.goto(pathToFileURL(page).href);
    const title = await tab.locator('h1').first().boundingBox();
    const table = await tab.locator('table').first().boundingBox();
    const y = Math.floor(title.y - MARGIN);
    const height = Math.ceil(table.y + table.height) + 8 - y;
    await tab.screenshot({ path: picture, fullPage: true, clip: { x: 0, y, width: WIDTH, height } });
  } finally {
    await browser.close();
  }
  const { size } = statSync(picture);
  if (size > MOST_PICTURE_BYTES)
    throw new Error(`docs/report.png has ${size} bytes, more than ${MOST_PICTURE_BYTES}`);
}

function writeAnswer({ run: { id, wallMs }, environment, runtimes }, text) {
  const path = join(root, 'README.md');
  const readme = readFileSync(path, 'utf8');
  const place = readmeBlock(readme);
  if (place === null) throw new Error(`README.md has no ${README_BEGIN} before ${README_END}`);
  const named = runtimes.map(({ id: runtime, version }) => `${runtime} ${version}`).join(', ');
  const { logicalCpus, cpuModel, kernel } = environment;
  const machine = `${logicalCpus} CPUs (${cpuModel.trim()}), Linux ${kernel.split('.').slice(0, 2).join('.')}`;
  const block = [
    `![The first screen of the report of this run: a sentence for each family, and a table of ratios](docs/report.png)`,
    '',
    `One run of \`npm run bench\` (${id}; ${Math.round(wallMs / 1000)} s; ${machine}; ${named}).`,
    '',
    '<details><summary>The same on a terminal of 80 columns</summary>',
    '',
    '```',
    text,
    '```',
    '',
    '</details>',
  ];
  writeFileSync(path, `${readme.slice(0, place.from)}\n\n${block.join('\n')}\n\n${readme.slice(place.to)}`);
}
