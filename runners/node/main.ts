// The runner for Node: all workloads of this package and of folders from outside, served over stdin and stdout.
import { scenarioRoots } from './scenario-roots.ts';
import { serve } from './serve.ts';
import { readCatalogue } from './workload-catalogue.ts';

serve(readCatalogue(...scenarioRoots(process.env['EVENLOOP_SCENARIOS'])));
