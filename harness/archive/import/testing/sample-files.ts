// For tests: a small file of each tool, in the form that the tool publishes.
import type { ImportedTool } from '../imported-tools.ts';

const benches = (unit: string, value: number) => [{ name: 'parse', value, unit, range: '± 3', extra: 'x' }];
const commit = { id: 'aaaa', message: 'm', timestamp: 't', url: 'u', author: {}, committer: {} };

const GITHUB = {
  lastUpdate: 1_700_000_000_000,
  repoUrl: 'https://example.org',
  entries: {
    Rust: [{ commit, date: 1_700_000_000_000, tool: 'cargo', benches: benches('ns/iter', 120.5) }],
    Any: [{ commit, date: 1_700_000_000_001, tool: 'own', benches: benches('ops/s', 7) }],
  },
};

const HYPERFINE = {
  results: [
    {
      command: 'sleep 1',
      mean: 1,
      median: 1,
      times: [1, 1.02, 1.1],
      exit_codes: [0, 0, 0],
      parameters: { n: '1' },
    },
    { command: 'false', mean: 1, median: 1, times: [1], exit_codes: [1] },
    {
      command: 'short',
      mean: 0.6,
      stddev: null,
      median: 0.5,
      user: 0,
      system: 0,
      min: 0.5,
      max: 0.5,
      exit_codes: [0],
    },
  ],
};

const PYPERF = {
  version: '1.0',
  metadata: { cpu_model_name: 'A CPU', cpu_count: 4, perf_version: '2.11.0' },
  benchmarks: [
    {
      metadata: { name: 'json' },
      runs: [
        { metadata: { date: '2026-02-03 04:05:06.789000' }, warmups: [[1, 0.9]], values: [0.1, 0.2] },
        { values: [0.3] },
        { warmups: [[1, 0.9]] },
      ],
    },
    { metadata: { name: 'memory', unit: 'byte' }, runs: [{ values: [1000] }] },
  ],
};

const BENCHER = { a: { latency: { value: 88.5, lower_value: 87, upper_value: 89 }, own: { value: 1 } } };

/** Python writes NaN for a benchmark that was skipped. */
const ASV = `{"version": 2, "commit_hash": "abcdef", "env_name": "e", "date": 1700000000000, "params": {"machine": "m"},
 "python": "3.11", "requirements": {}, "result_columns": ["result", "params", "version"],
 "results": {"time.a": [[0.1, NaN, 0.3, 0.4], [["1", "2"], ["'x'", "'y'"]], "v1"], "track.b": [null, []]}}`;

const TINYBENCH = [
  { name: 'with', result: { latency: { mean: 2.5, samples: [1, 2, 3] }, throughput: {} } },
  { name: 'without', result: { latency: { mean: 2.5, p50: 1.5, sd: 0.1, samplesCount: 9 } } },
  { name: 'threw', result: { error: {} } },
];

const VITEST = {
  files: [
    {
      filepath: 'a.bench.ts',
      groups: [
        {
          fullName: 'a.bench.ts > group',
          benchmarks: [
            { id: '1', name: 'sort', samples: [], sampleCount: 40, mean: 0.3, median: 0.25, sd: 0.01 },
          ],
        },
      ],
    },
  ],
};

export const SAMPLES: Readonly<Record<ImportedTool, string>> = {
  asv: ASV,
  bencher: JSON.stringify(BENCHER),
  'github-action-benchmark': `window.BENCHMARK_DATA = ${JSON.stringify(GITHUB, null, 2)}`,
  hyperfine: JSON.stringify(HYPERFINE),
  pyperf: JSON.stringify(PYPERF),
  tinybench: JSON.stringify(TINYBENCH),
  vitest: JSON.stringify(VITEST),
};
