// `npm run bench:self`: what evenloop itself costs. Tables on stdout, or one JSON document with `--json`; see bench/self/README.md.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkerTable, measureChecker } from '../bench/self/checker.mjs';
import { measurePage, pageTable } from '../bench/self/page.mjs';
import { measureParts, partsTable } from '../bench/self/parts.mjs';
import { measureReports, reportsTable } from '../bench/self/reports.mjs';
import { measureStart, startTable } from '../bench/self/start.mjs';
import { measureWorkloads, workloadsTable } from '../bench/self/workloads.mjs';
import { ADVICE, findPythons } from './find-python.mjs';

const USAGE = `usage: npm run bench:self -- [--only <section>] [--quick] [--json] [--filter <text>] [--aa] [--dist <folder>] [--beside <folder>]
sections: start, checker, page, parts, reports, workloads
--filter  only the workloads whose name has this text
--aa      each bare loop against itself: what the comparison says where there is no difference
--dist    another folder of compiled code than dist
--beside  the dist of another build, whose pages are measured in the same turns
`;

const SECTIONS = {
  start: { title: 'Start: the command beside a bare interpreter', measure: measureStart, show: startTable },
  checker: {
    title: 'Checker: whole traces in bounded memory, beside the same passes written bare',
    measure: measureChecker,
    show: checkerTable,
  },
  page: {
    title: 'Page: the report in a browser four times slower, beside an empty page of equal size',
    measure: measurePage,
    show: pageTable,
  },
  parts: {
    title: 'Parts: single functions beside the least that would do instead',
    measure: measureParts,
    show: partsTable,
  },
  reports: {
    title: 'Reports: the history of many runs and the page of a large one, beside reading the files bare',
    measure: measureReports,
    show: reportsTable,
  },
  workloads: {
    title: 'Workloads: CPU time of an operation, beside the same loop written bare',
    measure: measureWorkloads,
    show: workloadsTable,
  },
};

const options = readOptions();
const settings = {
  dist: resolve(options.dist ?? fileURLToPath(new URL('../dist', import.meta.url))),
  beside: options.beside === undefined ? null : resolve(options.beside),
  quick: options.quick === true,
  filter: options.filter,
  aa: options.aa === true,
  python,
  progress: (text) => process.stderr.write(`-- ${text}\n`),
};
const document = { node: process.versions.node, quick: settings.quick, sections: {} };
for (const [name, { title, measure, show }] of Object.entries(SECTIONS)) {
  if (options.only !== undefined && options.only !== name) continue;
  settings.progress(name);
  const result = await measure(settings);
  document.sections[name] = result;
  if (!options.json) process.stdout.write(`${title}\n\n${show(result)}\n`);
}
if (options.json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
// A limit that is passed is a result. A workload that did not run is not.
if (document.sections.workloads?.cells.some(({ problem }) => problem !== undefined)) process.exitCode = 1;

/** The first that is found; for what needs none, none is looked for. */
function python() {
  const [found] = findPythons();
  if (found === undefined) throw new Error(`No Python for the comparison. ${ADVICE}`);
  return found.executable;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        quick: { type: 'boolean' },
        json: { type: 'boolean' },
        filter: { type: 'string' },
        aa: { type: 'boolean' },
        dist: { type: 'string' },
        beside: { type: 'string' },
      },
    });
    if (values.only !== undefined && !Object.hasOwn(SECTIONS, values.only))
      throw new Error(`there is no section ${values.only}`);
    return values;
  } catch (error) {
    process.stderr.write(`bench:self: ${error.message}\n${USAGE}`);
    return process.exit(2);
  }
}
