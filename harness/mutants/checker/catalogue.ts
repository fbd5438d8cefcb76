// Checkers that are broken on purpose, each by a change of a few words: the checker's own tests must find it out.

export interface CheckerMutant {
  readonly id: string;
  readonly text: string;
  /** Each `from` stands exactly once in its file. */
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[];
  /** The test files of which at least one must fail. */
  readonly tests: readonly string[];
}

const PROVING = [
  'harness/check/prove.test.ts',
  'harness/check/prove-reports.test.ts',
  'harness/check/evidence.test.ts',
];

export const checkerMutants: readonly CheckerMutant[] = [
  {
    id: 'K1',
    text: 'stops at the first key that differs',
    edits: [
      {
        file: 'harness/check/form-difference.ts',
        from: 'return keys.toSorted((a, b) => a - b);',
        to: 'return keys.toSorted((a, b) => a - b).slice(0, 1);',
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K2',
    text: 'needs no trace in a traced round',
    edits: [
      {
        file: 'harness/check/prove.ts',
        from: "purpose === 'traced' && level === 'full' && events !== null,",
        to: "purpose === 'traced' && level === 'full' && events === events,",
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K2b',
    text: 'takes a trace file that cannot be read for an empty one',
    edits: [
      {
        file: 'harness/check/prove.ts',
        from: 'return { ok: false, failure: error.failure satisfies Failure };',
        to: 'return { ok: true, value: judgeCase({ ...given, reader: { events: () => [], samples: () => [] } }, []) };',
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K3',
    text: 'digests only the first 64 bytes',
    edits: [
      {
        file: 'harness/contract/digest.ts',
        from: 'for (let i = 0; i < bytes.length; i++)',
        to: 'for (let i = 0; i < Math.min(64, bytes.length); i++)',
      },
    ],
    tests: ['harness/contract/digest.test.ts', 'harness/check/evidence.test.ts'],
  },
  {
    id: 'K4',
    text: 'applies the known divergences of another runtime',
    edits: [
      {
        file: 'harness/check/known-divergences.ts',
        from: 'runner === by.runner &&',
        to: 'runner !== "" &&',
      },
    ],
    tests: ['harness/check/judge-cell.test.ts'],
  },
  {
    id: 'K4b',
    text: 'applies the known divergences of another version',
    edits: [
      {
        file: 'harness/check/known-divergences.ts',
        from: 'parseVersionRange(versions)?.(by.version) === true',
        to: 'parseVersionRange(versions) !== null',
      },
    ],
    tests: ['harness/check/judge-cell.test.ts'],
  },
  {
    id: 'K5',
    text: 'passes a round in which nothing happened',
    edits: [
      {
        file: 'harness/check/prove.ts',
        from: 'if (judged.events === 0 &&',
        to: 'if (judged.events < 0 &&',
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K6',
    text: 'forgives a divergence that must show and does not',
    edits: [
      {
        file: 'harness/check/known-divergences.ts',
        from: "entry.status === 'must-fail' &&",
        to: "entry.status !== 'must-fail' &&",
      },
    ],
    tests: ['harness/check/judge-cell.test.ts'],
  },
  {
    id: 'K7',
    text: 'is content as soon as one of several invocations was proved',
    edits: [
      {
        file: 'harness/check/judge-cell.ts',
        from: '  const unexplained = meaning.find(',
        to: "  if (proofs.length > 0) return { verdict: 'equivalent', reason: '' };\n  const unexplained = meaning.find(",
      },
    ],
    tests: ['harness/check/judge-cell.test.ts'],
  },
  {
    id: 'K7b',
    text: 'forgets the invocations that failed where another was proved',
    edits: [
      {
        file: 'harness/check/judge-cell.ts',
        from: 'if (ends.failed > 0) return',
        to: 'if (ends.failed > 0 && proofs.length === 0) return',
      },
    ],
    tests: ['harness/check/judge-cell.test.ts'],
  },
  {
    id: 'K7c',
    text: 'holds a sound process against a broken one before it',
    edits: [
      {
        file: 'harness/check/same-again.ts',
        from: 'const own = sound ? firsts : new Map<string, Sight>();',
        to: 'const own = firsts;',
      },
    ],
    tests: ['harness/check/same-again.test.ts'],
  },
  {
    id: 'K8',
    text: 'compares sorted traces',
    edits: [
      {
        file: 'harness/check/canonical.ts',
        from: "import { START, advance, digestOf } from './ordered-digest.ts';",
        to: "import { START, advance as move, digestOf } from './ordered-digest.ts';\nconst advance: typeof move = (state, ...event) => (state + move(0, ...event)) | 0;",
      },
    ],
    tests: ['harness/check/canonical.test.ts'],
  },
  {
    id: 'K8b',
    text: 'compares sorted traces, of which the counterexample knows nothing either',
    edits: [
      {
        file: 'harness/check/alphabet.ts',
        from: 'order[position + 1] = ORDER[kind.order];',
        to: "order[position + 1] = ORDER[kind.order === 'raw' ? 'raw' : 'free'];",
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K9',
    text: 'skips an edge whose first event never comes',
    edits: [
      {
        file: 'harness/check/rules/edge.ts',
        from: 'return { count: Math.max(count, orphanCount), kept };',
        to: "const late = kept.filter((breach) => breach.class === 'reordered');\n      return { count: late.length, kept: late };",
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K9b',
    text: 'skips an end whose start was never seen',
    edits: [
      {
        file: 'harness/check/rules/not-before.ts',
        from: 'if (Number.isNaN(due)) {',
        to: 'if (Number.isNaN(due)) return;\n    if (Number.isNaN(due)) {',
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K10',
    text: 'holds the tolerance against late timers instead of early ones',
    edits: [
      {
        file: 'harness/check/rules/not-before.ts',
        from: 'timeNs < due - timerEarlyNs',
        to: 'timeNs > due + timerEarlyNs',
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K10b',
    text: 'holds the tolerance of samples against late timers instead of early ones',
    edits: [
      {
        file: 'harness/check/rules/lateness.ts',
        from: 'if (value >= -timerEarlyNs) continue;',
        to: 'if (value <= timerEarlyNs) continue;',
      },
    ],
    tests: PROVING,
  },
  {
    id: 'K20',
    text: 'does not count samples',
    edits: [
      {
        file: 'harness/check/rules/samples.ts',
        from: 'if (count === wanted) return [];',
        to: 'if (count === wanted || count > 0) return [];',
      },
    ],
    tests: ['harness/check/rules/samples.test.ts'],
  },
  {
    id: 'K21',
    text: 'takes a clock for as coarse as its runner says',
    edits: [
      {
        file: 'harness/check/rules/sample-values.ts',
        from: 'Math.min(COARSEST_CLOCK_NS, Math.max(FINE_NS, claimedNs))',
        to: 'Math.max(FINE_NS, claimedNs)',
      },
    ],
    tests: ['harness/check/rules/samples.test.ts'],
  },
  {
    id: 'K22',
    text: 'allows every sample to differ from its trace',
    edits: [
      {
        file: 'harness/check/rules/sample-trace.ts',
        from: 'const NEAR_NS = 500_000;',
        to: 'const NEAR_NS = 500_000_000;',
      },
    ],
    tests: ['harness/check/rules/samples.test.ts'],
  },
  {
    id: 'K23',
    text: 'allows timers eight times their tolerance by the clock of the witness',
    edits: [
      {
        file: 'harness/check/rules/timer-stamps.ts',
        from: 'firedNs - letNs >= delayNs - timerEarlyNs',
        to: 'firedNs - letNs >= delayNs - 8 * timerEarlyNs',
      },
    ],
    tests: ['harness/check/golden.test.ts'],
  },
  {
    id: 'K23w',
    text: 'takes 20 ms for the way of a byte in every round',
    edits: [
      {
        file: 'harness/check/rules/timer-stamps.ts',
        from: 'return Math.min(SLOWEST_WAY_NS, seenNs);',
        to: 'return Math.max(SLOWEST_WAY_NS, seenNs);',
      },
    ],
    tests: ['harness/check/golden.test.ts'],
  },
  {
    id: 'K24',
    text: 'believes any CPU time',
    edits: [
      {
        file: 'harness/check/rules/kernel-cpu.ts',
        from: 'if (counted.length === 0) return null;',
        to: 'if (counted.length >= 0) return null;',
      },
    ],
    tests: ['harness/check/rules/kernel-cpu.test.ts'],
  },
];
