// `npm run bench:http`: the harness's HTTP clients beside oha, an independent load generator, on the same served programs at three rates.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { agreed, agreementText } from '../dist/bench/http/agreement.js';
import { measureAgreement } from '../dist/bench/http/run-http.js';
import { findPythons } from './find-python.mjs';

const USAGE = `usage: npm run bench:http -- [--oha <program>] [--rates 500,1000,2000] [--seconds n] [--repetitions n] [--json]
oha 1.16 or later: \`cargo install oha\`; without --oha it is looked for on PATH
`;
const root = fileURLToPath(new URL('..', import.meta.url));
const options = readOptions();
const oha = options.oha ?? onPath('oha');
if (oha === undefined) fail('No oha on PATH.');

const plan = {
  subjects: subjects(),
  oha,
  ratesPerSecond: options.rates.split(',').map(Number),
  seconds: Number(options.seconds),
  repetitions: Number(options.repetitions),
  connections: 16,
  bytes: 1024,
};
const rows = await measureAgreement(plan, (text) => process.stderr.write(`-- ${text}\n`));
process.stdout.write(
  options.json
    ? `${JSON.stringify({ node: process.versions.node, rows, agreed: agreed(rows) }, null, 2)}\n`
    : agreementText(rows),
);

function subjects() {
  const node = {
    id: 'node/callbacks',
    command: process.execPath,
    args: [join(root, 'dist/runners/node/main.js')],
    environment: {},
    style: 'callbacks',
  };
  const [python] = findPythons();
  if (python === undefined) return [node];
  return [
    node,
    {
      id: 'python/protocols',
      command: python.executable,
      args: ['-B', '-P', '-m', 'evenloop_runner'],
      environment: { PYTHONPATH: [join(root, 'runners/python'), root].join(delimiter) },
      style: 'protocols',
    },
  ];
}

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        oha: { type: 'string' },
        rates: { type: 'string', default: '500,1000,2000' },
        seconds: { type: 'string', default: '5' },
        repetitions: { type: 'string', default: '5' },
        json: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return fail(error.message);
  }
}

function fail(reason) {
  process.stderr.write(`bench:http: ${reason}\n${USAGE}`);
  return process.exit(2);
}
