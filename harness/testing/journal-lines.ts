// Lines of a journal as a run of one scenario and one subject writes them.
import { JOURNAL_SCHEMA } from '../contract/journal.ts';
import type { JudgedLine, RecordLine, RunLine } from '../contract/journal.ts';
import { invocationRecord } from './invocation-record.ts';
import { runOf } from './sample-run.ts';

export function runLineOf(changes: Partial<RunLine> = {}): RunLine {
  return {
    kind: 'run',
    schema: JOURNAL_SCHEMA,
    version: '0.1.0',
    id: 'r1',
    startedAtMs: 1000,
    args: ['check', '--out', 'here'],
    folder: '/somewhere',
    command: 'evenloop check --out here --seed 1',
    owner: { pid: 1, start: '1', boot: 'another', space: null },
    comparing: 'nothing',
    checking: { rules: [], stress: false },
    options: {
      scenarios: [],
      subjects: [],
      profile: 'smoke',
      repetitions: 1,
      timeMs: null,
      seed: null,
      out: null,
      json: false,
      keepTraces: false,
      maxTimeMs: null,
      reference: null,
      verbose: false,
      wide: false,
      shrink: false,
      observer: false,
      cpus: null,
      wire: null,
    },
    reference: 'node/promises',
    planning: {
      wanted: [],
      profile: 'smoke',
      repetitions: 1,
      gateRepetitions: null,
      processes: 1,
      seed: 1,
      sides: ['head'],
      reference: null,
    },
    plan: { steps: 0, digest: '' },
    runtimes: [],
    known: [],
    unchecked: [],
    absent: [],
    failures: [],
    environment: runOf([]).environment,
    conditions: [],
    cpus: [],
    commit: null,
    sources: { 'the version of evenloop': '0.1.0', 'the machine': 'linux' },
    ...changes,
  };
}

export const recordLineOf = (id: string, usedMs = 1): RecordLine => ({
  kind: 'invocation',
  usedMs,
  record: invocationRecord({ id }),
});

export const judgedLineOf = (invocation: string): JudgedLine => ({
  kind: 'judged',
  invocation,
  judgement: {
    ok: true,
    value: { invocation, proof: null, findings: [], findingCount: 0, rulesKept: [], rulesBroken: [] },
  },
  compared: null,
});
