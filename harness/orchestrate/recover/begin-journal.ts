// The first line of a journal: what a result is made of besides the invocations.
import type { RunLine } from '../../contract/journal.ts';
import { JOURNAL_SCHEMA } from '../../contract/journal.ts';
import type { Environment } from '../../contract/result.ts';
import { ownOwner } from '../../run/owner.ts';
import type { BenchConditions } from '../../run/block/bench-conditions.ts';
import { conditionsOn } from '../../run/block/bench-conditions.ts';
import type { MeasureRequest } from '../measure-request.ts';
import type { PreparedRun } from '../prepare/prepare-run.ts';
import { journalledPlanning, planDigest } from './same-plan.ts';
import { sourcesOf } from './sources.ts';

export interface JournalFacts {
  readonly environment: Environment;
  readonly machine: BenchConditions;
  readonly cpus: readonly number[];
  readonly commit: string | null;
}

export function runLine(
  request: MeasureRequest,
  prepared: PreparedRun,
  { environment, machine, cpus, commit }: JournalFacts,
): RunLine {
  const { version, sides, packageRoot, options, comparing, checking } = request;
  const { id, startedAtMs, plan, planning, runtimes, known, reference } = prepared;
  const scenarios = planning.wanted.map(({ scenario }) => scenario);
  return {
    kind: 'run',
    schema: JOURNAL_SCHEMA,
    version,
    id,
    startedAtMs,
    args: request.args,
    folder: request.workingFolder,
    command: request.command(plan.seed),
    owner: ownOwner(),
    comparing,
    checking,
    options,
    reference,
    planning: journalledPlanning(planning),
    ...(prepared.shard === null ? {} : { shard: prepared.shard.view }),
    plan: { steps: plan.steps.length, digest: planDigest(plan) },
    runtimes,
    known: [...known],
    unchecked: prepared.unchecked,
    absent: prepared.absent,
    failures: prepared.failures,
    environment,
    conditions: conditionsOn(machine, cpus),
    cpus,
    commit,
    sources: sourcesOf({ version, sides, packageRoot, runtimes, scenarios, environment }),
  };
}
