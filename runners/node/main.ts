// The runner for Node: all workloads of this package, served over stdin and stdout.
import { serve } from './serve.ts';
import { readCatalogue } from './workload-catalogue.ts';

serve(readCatalogue(new URL('../../scenarios/', import.meta.url)));
