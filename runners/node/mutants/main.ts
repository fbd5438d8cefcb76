// A broken runner on purpose: the ordinary one with a single patch, as the file says that `EVENLOOP_MUTANT` names.
import { readFileSync } from 'node:fs';
import { scenarioRoots } from '../scenario-roots.ts';
import { serve } from '../serve.ts';
import { readCatalogue } from '../workload-catalogue.ts';
import { install } from './install.ts';
import { countProcess, makeMoment } from './moment.ts';
import { tamper } from './recorder-seam.ts';
import type { Orders } from '../../../harness/mutants/spec.ts';

const path = process.env['EVENLOOP_MUTANT'] ?? '';
const orders = JSON.parse(readFileSync(path, 'utf8')) as Orders;
const moment = makeMoment(orders, countProcess(path));
// Before any workload is loaded: what it imports from the platform is patched already.
install(orders.patch, moment);
const catalogue = readCatalogue(...scenarioRoots(process.env['EVENLOOP_SCENARIOS']));
serve({
  scenarios: catalogue.scenarios,
  async load(scenario, style) {
    const open = await catalogue.load(scenario, style);
    moment.load(style);
    return open === null ? null : tamper(open, orders.patch, moment);
  },
});
