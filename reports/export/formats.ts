// A run in the format of another program: one writer a format.
import type { ExportFormat } from '../../harness/contract/export-formats.ts';
import type { Result } from '../../harness/contract/failure.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { jsonText } from '../../harness/contract/visible-text.ts';
import { asvFiles } from './asv.ts';
import { bencherOf } from './bencher.ts';
import { csvOf } from './csv.ts';
import { ctrfOf } from './ctrf.ts';
import { githubOf } from './github.ts';
import { hdrLogOf } from './hdr-log.ts';
import { hyperfineOf } from './hyperfine.ts';
import { junitOf } from './junit.ts';
import { openMetricsOf } from './open-metrics.ts';
import { otavaFiles } from './otava.ts';
import { perfettoOf } from './perfetto.ts';
import { pyperfOf } from './pyperf.ts';
import { pytestBenchmarkOf } from './pytest-benchmark.ts';

/** What a format needs: the run, and the runs before it for a format that keeps many. */
export interface ExportedRun {
  readonly result: RunResult;
  readonly earlier: readonly RunResult[];
}

/** Contents by path within the folder that is written; a format of one file has it under the empty path. */
type Files = ReadonlyMap<string, string>;
type Write = (run: ExportedRun) => Result<Files>;

const text = (textOf: (result: RunResult) => string): Write => {
  return ({ result }) => ({ ok: true, value: new Map([['', textOf(result)]]) });
};
const json = (documentOf: (result: RunResult) => unknown): Write =>
  text((result) => `${jsonText(documentOf(result), 2)}\n`);

const WRITERS: Readonly<Record<ExportFormat, Write>> = {
  asv: ({ result }) => asvFiles(result),
  bencher: json(bencherOf),
  csv: text(csvOf),
  ctrf: json(ctrfOf),
  'github-smaller': json(githubOf),
  hdr: text(hdrLogOf),
  hyperfine: json(hyperfineOf),
  junit: text(junitOf),
  openmetrics: text(openMetricsOf),
  otava: ({ result, earlier }) => ({ ok: true, value: otavaFiles([...earlier, result]) }),
  perfetto: json(perfettoOf),
  pyperf: json(pyperfOf),
  'pytest-benchmark': json(pytestBenchmarkOf),
};

export function exportFiles(format: ExportFormat, run: ExportedRun): Result<Files> {
  return WRITERS[format](run);
}
