// Each scenario in each style that the runner names: two fresh processes under the witness, judged by the checker as `check` does.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceCell } from '../contract/conformance.ts';
import { cellId } from '../contract/invocation.ts';
import type { Failure } from '../contract/failure.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import type { ReadyMessage } from '../contract/message.ts';
import type { Plan, Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { KnownDivergence } from '../contract/verdict.ts';
import { judgeEntry } from '../orchestrate/assemble/judge-entry.ts';
import type { EntryJudgement } from '../orchestrate/assemble/judge-entry.ts';
import { random32 } from '../orchestrate/chance.ts';
import { makeInspector } from '../orchestrate/conduct/inspect.ts';
import { openLedger } from '../orchestrate/conduct/ledger.ts';
import type { CellEntry } from '../orchestrate/conduct/ledger.ts';
import type { KeptWires } from '../orchestrate/wires.ts';
import { makePlan } from '../plan/make-plan.ts';
import { subjectOf } from '../plan/support.ts';
import { invoke } from '../run/invoke.ts';
import type { Stop } from '../run/stop.ts';
import type { InvokeContext } from '../run/trial.ts';
import type { WitnessHost } from '../run/witness/port.ts';
import { plainBreach } from './bench.ts';
import { blameOf } from './blame.ts';
import type { ClauseId } from './clauses.ts';
import type { Verdicts } from './verdicts.ts';

/** What is asked of cells. */
export const OF_CELLS: readonly ClauseId[] = ['C802', 'C803'];

export interface CellsRequest extends Pick<InvokeContext, 'limits'> {
  readonly runtime: Runtime;
  readonly ready: ReadyMessage;
  readonly scenarios: readonly Scenario[];
  readonly known: ReadonlyMap<string, readonly KnownDivergence[]>;
  readonly packageRoot: string;
  readonly directory: string;
  /** As many cells are run at once. */
  readonly witnesses: readonly WitnessHost[];
  readonly stop: Stop;
  readonly verdicts: Verdicts;
  readonly wires: KeptWires;
  /** Fresh processes for each cell. */
  readonly processes: number;
  onCell(cell: ConformanceCell, done: number, of: number): void;
}

export interface JudgedCells {
  readonly cells: readonly ConformanceCell[];
  /** Scenarios that the runner names and nobody here knows. */
  readonly unknown: readonly string[];
}

export async function playCells(request: CellsRequest): Promise<JudgedCells> {
  const { ready, scenarios, witnesses, verdicts } = request;
  const unknown = ready.scenarios.filter(({ id }) => scenarios.every((scenario) => scenario.id !== id));
  const plan = planOf(request);
  const ledger = openLedger(plan);
  const cells: ConformanceCell[] = [];
  const waiting = [...ledger.cells];
  const inspect = makeInspector({
    runDirectory: join(request.directory, 'run'),
    runtimes: [request.runtime],
    measure: false,
    keepTraces: false,
    sameAgain: true,
    wires: request.wires,
  });
  const work = async (witness: WitnessHost): Promise<void> => {
    for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
      const own = plan.steps.filter(({ cell }) => cellId(cell) === cellId(entry.key));
      for (const step of own) {
        const record = await perform(step, request, witness);
        ledger.enter(inspect(record, step));
        judgeRecord(record, step, request);
      }
      if (request.stop.soft.aborted) return;
      const judged = judgedCell(entry, request);
      cells.push(judged);
      request.onCell(judged, cells.length, ledger.cells.length);
    }
  };
  await Promise.all(witnesses.map(work));
  tellOutcome(request, ledger.cells.length, cells.length);
  for (const { cell, reason } of plan.unsupported) {
    const style = cell.subject.split('/').at(-1) ?? '';
    verdicts.broken(
      'C802',
      plainBreach(
        `\`ready\` names ${cell.scenario} ${style}: ${reason}.`,
        'scenarios and styles that there are',
      ),
    );
  }
  return { cells: inOrder(cells, ledger.cells), unknown: unknown.map(({ id }) => id) };
}

function planOf({ ready, scenarios, runtime, processes }: CellsRequest): Plan {
  const wanted = scenarios.flatMap((scenario) => {
    const styles = ready.scenarios.find(({ id }) => id === scenario.id)?.styles ?? [];
    return styles.length === 0
      ? []
      : [{ scenario, subjects: [...new Set(styles)].map((style) => subjectOf(runtime, style)) }];
  });
  return makePlan({
    wanted,
    runtimes: [runtime],
    profile: 'smoke',
    repetitions: 1,
    seed: random32(),
    sides: ['head'],
    reference: null,
    processes,
    random32,
  });
}

function perform(
  step: Step,
  { runtime, packageRoot, directory, stop, limits, wires }: CellsRequest,
  witness: WitnessHost,
) {
  const scratchDirectory = join(directory, 'scratch');
  mkdirSync(scratchDirectory, { recursive: true });
  return invoke(step, runtime, {
    packageRoot,
    runDirectory: join(directory, 'run'),
    scratchDirectory,
    witness,
    stop,
    traceLast: true,
    wires,
    ...(limits === undefined ? {} : { limits }),
  });
}

/** What no rule of the checker asks for. */
function judgeRecord(record: InvocationRecord, { block }: Step, { verdicts }: CellsRequest): void {
  const { clock, ready, rounds } = record;
  const says = ready?.clock.epochNs !== null && ready?.clock.name === 'CLOCK_MONOTONIC';
  if (clock !== null && says && clock.source !== 'shared-epoch') {
    const what = `In ${cellId(record.cell)} \`clock.epochNs\` is not the epoch on ${ready.clock.name}.`;
    verdicts.broken('C214', plainBreach(what, 'the time of that clock at which the runner reads 0, or null'));
  }
  const operations = block.scenario.operations(block.set.params);
  const odd = rounds.find((round) => round.operations !== operations);
  if (odd === undefined) return;
  const what = `Round ${odd.round} of ${cellId(record.cell)} has ${odd.operations} operations.`;
  verdicts.broken('C802', plainBreach(what, `${operations} operations`));
}

function judgedCell(entry: CellEntry, { runtime, known, verdicts }: CellsRequest): ConformanceCell {
  const { scenario, set, subject } = entry;
  const { runner, version } = runtime;
  const about = {
    runner,
    version,
    known: known.get(scenario.id) ?? [],
    checking: { rules: [], stress: false },
  };
  const judged = judgeEntry(entry, about);
  const cell: ConformanceCell = {
    scenario: scenario.id,
    set: set.name,
    style: subject.style,
    verdict: judged.verdict,
    reason: judged.reason,
  };
  note(entry, judged, verdicts);
  return cell;
}

function note(entry: CellEntry, judged: EntryJudgement, verdicts: Verdicts): void {
  const { scenario, set, subject } = entry;
  const name = `${scenario.id} ${set.name} ${subject.style}`;
  const failure = failuresOf(entry)[0];
  const { verdict, reason } = judged;
  if (verdict === 'unsupported') {
    const what = `${name}: \`ready\` names it, and \`prepare\` is refused as \`unsupported\`: ${reason}.`;
    return verdicts.broken('C802', plainBreach(what, '`prepared`'));
  }
  if (failure !== undefined) {
    const { code, cause, evidence } = failure;
    const more = { blame: blameOf(failure), evidence: [...evidence] };
    verdicts.broken('C802', plainBreach(`${name}: ${code} ${cause}`, 'an invocation that ends well', more));
  } else verdicts.kept('C802');
  const [finding] = judged.findings;
  if (verdict === 'divergent' && finding !== undefined) {
    const evidence = judged.findings.map(({ rule, class: found, text }) => `${rule} ${found}: ${text}`);
    const more = { blame: 'workload or runtime' as const, evidence };
    verdicts.broken(
      'C803',
      plainBreach(`${name} breaks ${finding.rule}: ${finding.text}.`, ruleText(entry, finding.rule), more),
    );
  } else if (['equivalent', 'known-divergence', 'stale-divergence'].includes(verdict)) verdicts.kept('C803');
  else if (failure === undefined) verdicts.notJudged('C803', `${name}: ${reason}`);
}

const failuresOf = ({ inspected }: CellEntry): Failure[] =>
  inspected.flatMap(({ record: { outcome }, judgement }) => [
    ...('failure' in outcome ? [outcome.failure] : []),
    ...(judgement.ok ? [] : [judgement.failure]),
  ]);

function ruleText({ scenario }: CellEntry, id: string): string {
  return scenario.rules.find((rule) => rule.id === id)?.text ?? `rule ${id}, see \`evenloop explain ${id}\``;
}

function tellOutcome({ verdicts, stop, ready }: CellsRequest, planned: number, judged: number): void {
  const tell = (act: (clause: 'C802' | 'C803') => void): void => (['C802', 'C803'] as const).forEach(act);
  if (ready.scenarios.length === 0)
    return tell((clause) => verdicts.notApplicable(clause, '`ready` names no scenario'));
  if (planned === 0)
    return tell((clause) => verdicts.notApplicable(clause, 'no scenario that `ready` names is known here'));
  if (judged < planned && stop.soft.aborted)
    tell((clause) => verdicts.notJudged(clause, `interrupted after ${judged} of ${planned} cells`));
}

const inOrder = (cells: readonly ConformanceCell[], entries: readonly CellEntry[]): ConformanceCell[] =>
  entries.flatMap(({ scenario, set, subject }) =>
    cells.filter(
      (cell) => cell.scenario === scenario.id && cell.set === set.name && cell.style === subject.style,
    ),
  );
