// What it takes to write reports: the page of a large run, and the history of a thousand runs, beside reading the same files bare.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { table } from './table.mjs';

const RUNS = 1000;
const QUICK_RUNS = 100;
const CELLS = 100;
const HISTORY_LIMIT_MS = 2000;
const PAGE_LIMIT_MS = 10_000;

export async function measureReports({ dist, quick, progress }) {
  const load = (path) => import(pathToFileURL(join(dist, path)).href);
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-bench-reports-'));
  try {
    const { sampleRuns } = await load('reports/testing/sample-history.js');
    const { renderReport } = await load('reports/html/page.js');
    const { writeSite } = await load('harness/publish/write-site.js');
    const [script, style] = ['client.js', 'style.css'].map((name) =>
      readFileSync(join(dist, 'reports', 'html', name), 'utf8'),
    );
    const assets = { script, style };
    const count = quick ? QUICK_RUNS : RUNS;
    progress(`writing ${count} runs`);
    const runs = join(folder, 'runs');
    const bytes = writeRuns(runs, sampleRuns(count, Math.floor(count / 2)));
    const site = () => writeSite({ runs, out: join(folder, 'site'), assets, reports: 0, find: null });
    site();
    return {
      runs: count,
      bytes,
      history: timeOf(site),
      read: timeOf(() => readAll(runs)),
      historyLimitMs: HISTORY_LIMIT_MS * (count / RUNS),
      cells: CELLS,
      page: timeOf(() =>
        writeFileSync(join(folder, 'page.html'), renderReport(large(sampleRuns(1, 1)[0]), assets)),
      ),
      pageLimitMs: PAGE_LIMIT_MS,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function reportsTable(measured) {
  const { runs, bytes, history, read, historyLimitMs, cells, page, pageLimitMs, peakBytes } = measured;
  const ms = (value) => `${value.toFixed(0)} ms`;
  const row = (what, { wallMs, cpuMs }, limit) => [what, ms(wallMs), ms(cpuMs), limit];
  return `${table(
    ['what', 'took', 'CPU', 'limit'],
    [
      row(`read and parse ${runs} runs, ${(bytes / 2 ** 20).toFixed(0)} MiB`, read, ''),
      row('site and history of them', history, ms(historyLimitMs)),
      row(`report of ${cells} cells`, page, ms(pageLimitMs)),
    ],
  )}\npeak resident memory: ${(peakBytes / 2 ** 20).toFixed(0)} MiB\n`;
}

function writeRuns(runs, results) {
  let bytes = 0;
  for (const result of results) {
    const text = JSON.stringify(result, null, 1);
    bytes += text.length;
    mkdirSync(join(runs, result.run.id), { recursive: true });
    writeFileSync(join(runs, result.run.id, 'results.json'), text);
  }
  return bytes;
}

function readAll(runs) {
  return readdirSync(runs).map(
    (name) => JSON.parse(readFileSync(join(runs, name, 'results.json'), 'utf8')).run.id,
  ).length;
}

/** The same scenarios with enough parameter sets for the wanted number of cells. */
function large(result) {
  const rounds = Math.ceil(CELLS / result.cells.length);
  const cells = Array.from({ length: rounds }, (_, round) =>
    result.cells.map((cell) => ({ ...cell, id: `${cell.id}#${round}`, set: `${cell.set}-${round}` })),
  );
  return { ...result, cells: cells.flat().slice(0, CELLS) };
}

/** Wall time, and CPU time: what is left of it where the machine is busy with other things. */
function timeOf(work) {
  const [began, used] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(used);
  return { wallMs: performance.now() - began, cpuMs: (user + system) / 1000 };
}
