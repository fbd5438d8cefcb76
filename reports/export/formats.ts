// A run in the format of another program.
import { assertNever } from '../../harness/contract/failure.ts';
import type { ExportFormat } from '../../harness/contract/request.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { bencherOf } from './bencher.ts';
import { ctrfOf } from './ctrf.ts';
import { githubOf } from './github.ts';
import { hyperfineOf } from './hyperfine.ts';
import { junitOf } from './junit.ts';
import { openMetricsOf } from './open-metrics.ts';

export function exportText(format: ExportFormat, result: RunResult): string {
  switch (format) {
    case 'hyperfine':
      return json(hyperfineOf(result));
    case 'bencher':
      return json(bencherOf(result));
    case 'github-smaller':
      return json(githubOf(result, 'lower'));
    case 'github-bigger':
      return json(githubOf(result, 'higher'));
    case 'openmetrics':
      return openMetricsOf(result);
    case 'junit':
      return junitOf(result);
    case 'ctrf':
      return json(ctrfOf(result));
    default:
      return assertNever(format);
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
