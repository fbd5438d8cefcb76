// The result of a run that was ended before it wrote one, made of its journal: incomplete, and it says what is missing.
import { failure } from '../../contract/failure.ts';
import type { Failure, Result } from '../../contract/failure.ts';
import { cellId } from '../../contract/invocation.ts';
import type { Plan } from '../../contract/plan.ts';
import type { RecoveredView } from '../../contract/recovered-view.ts';
import type { RunResult } from '../../contract/result.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { groupsOf } from '../../run/groups.ts';
import { lifeOf } from '../../run/owner.ts';
import { readJournal } from '../../store/read-journal.ts';
import type { StoredJournal } from '../../store/read-journal.ts';
import { runFolderAt } from '../../store/run-folder.ts';
import { assemble } from '../assemble/assemble.ts';
import { trusting } from '../assemble/disturbed.ts';
import { gateDecisions } from '../conduct/gate-decisions.ts';
import { makeInspector } from '../conduct/inspect.ts';
import { openLedger } from '../conduct/ledger.ts';
import type { Ledger } from '../conduct/ledger.ts';
import { restore } from './restore.ts';
import type { Restored } from './restore.ts';
import { planDigest, planningAgain, withChanceOf } from './same-plan.ts';

/** Reads and writes nothing but the journal and the sidecars. EL1005 where there is nothing to make a result of. */
export function recoverRun(path: string, scenarios: readonly Scenario[]): Result<RunResult> {
  const folder = runFolderAt(path);
  const read = readJournal(folder.journal);
  if (!read.ok) return read;
  const journal = read.value;
  const { run } = journal;
  const again = planningAgain(run.planning, run.runtimes, scenarios);
  if (!again.ok)
    return unknown(
      path,
      `it has scenarios that are not known here in this version: ${again.scenarios.join(', ')}`,
    );
  const planned = makePlan(again.request);
  if (planDigest(planned) !== run.plan.digest)
    return unknown(path, `evenloop ${run.version} made another plan of it than this version`);
  const plan = withChanceOf(
    planned,
    journal.invocations.map(({ record }) => record),
  );
  const ledger = openLedger(plan);
  const inspect = makeInspector({
    runDirectory: folder.path,
    runtimes: run.runtimes,
    measure: run.comparing !== 'nothing',
    keepTraces: true,
    sameAgain: run.checking !== null,
  });
  const restored = restore({ journal, plan, ledger, inspect, wholeGroups: false });
  const recovered = viewOf(journal, plan, ledger, restored);
  return { ok: true, value: resultOf(journal, plan, ledger, recovered, path) };
}

/** What no longer had to be carried out counts as not planned; what remains is missing. */
function viewOf(
  { run, torn }: StoredJournal,
  plan: Plan,
  ledger: Ledger,
  { done, troubles }: Restored,
): RecoveredView {
  const decisions = run.comparing === 'sides' ? gateDecisions(ledger) : null;
  const open = [...groupsOf(plan.steps)].flatMap((group) => {
    const left = group.filter(({ invocation }) => !done.has(invocation));
    if (left.length === 0) return [];
    const needless = run.options.timeMs !== null || decisions?.isDecided(group) === true;
    if (needless) ledger.spare(left);
    return needless ? [] : left;
  });
  const missing = new Map<string, number>();
  for (const { cell } of open) missing.set(cellId(cell), (missing.get(cellId(cell)) ?? 0) + 1);
  return {
    invocations: done.size,
    missing: [...missing].map(([cell, invocations]) => ({ cell, invocations })),
    troubles: troubles.length === 0 ? [...torn] : [...troubles],
  };
}

function resultOf(
  { run, usedMs, invocations, owner, resumedAtMs, disturbances }: StoredJournal,
  plan: Plan,
  ledger: Ledger,
  recovered: RecoveredView,
  path: string,
): RunResult {
  const last = Math.max(
    run.startedAtMs,
    ...invocations.map(({ record }) => record.startedAtMs + record.wallMs),
  );
  const repetitions = Math.max(1, ...invocations.map(({ record }) => record.repetition + 1));
  return assemble({
    facts: {
      id: run.id,
      version: run.version,
      command: run.command,
      commit: run.commit,
      reference: run.reference,
      startedAtMs: run.startedAtMs,
      finishedAtMs: Math.round(last),
      wallMs: usedMs,
    },
    environment: run.environment,
    disturbances: { spans: disturbances, unseen: [] },
    trusting: trusting(run.options),
    plan: { ...plan, repetitions },
    ledger,
    runtimes: run.runtimes,
    known: new Map(run.known),
    comparing: run.comparing,
    checking: run.checking,
    cpus: Math.max(1, run.cpus.length),
    budgetMs: run.options.timeMs,
    steered: run.options.timeMs !== null,
    conditions: run.conditions,
    load: run.checking?.stress === true ? run.environment.logicalCpus : null,
    unchecked: run.checking === null ? null : run.unchecked,
    absent: run.absent,
    stopped: 'signal',
    failures: [...run.failures, endedEarly(path, recovered, lifeOf(owner) === 'living' ? owner.pid : null)],
    recovered,
    resumedAtMs,
    ...(run.shard === undefined ? {} : { shard: run.shard }),
    // What looked like a regression was not measured a second time.
    ...(run.comparing === 'sides' ? { again: [] } : {}),
  });
}

function endedEarly(path: string, { invocations, missing }: RecoveredView, living: number | null): Failure {
  const left = missing.reduce((sum, one) => sum + one.invocations, 0);
  const open = left === 0 ? '' : `, ${left} in ${missing.length} cells are missing`;
  const has = `its journal has ${invocations} invocations${open}`;
  return living === null
    ? failure(
        'EL3004',
        `The run was ended before it wrote its results: ${has}.`,
        `Finish it: repeat its command with nothing but \`--resume ${path}\`.`,
      )
    : failure('EL3004', `Process ${living} still works on the run: ${has}.`, 'Wait for its end.');
}

function unknown(path: string, cause: string): Result<never> {
  const next = 'Read it with the version of evenloop, and the folders of scenarios, that it was begun with.';
  return {
    ok: false,
    failure: failure('EL1005', `The journal of ${path} cannot be judged: ${cause}.`, next),
  };
}
