// Judges one runner clause by clause: greets it, plays with it, and lets it perform what it names.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONFORMANCE_SCHEMA } from '../contract/conformance.ts';
import type { Conformance, ConformanceCell } from '../contract/conformance.ts';
import { FailureError } from '../contract/failure.ts';
import { PRODUCT } from '../contract/product.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { KnownDivergence } from '../contract/verdict.ts';
import { openWires } from '../orchestrate/wires.ts';
import type { KeptWires } from '../orchestrate/wires.ts';
import type { Stop } from '../run/stop.ts';
import type { WitnessHost } from '../run/witness/port.ts';
import { CONFORM_LIMITS, PlayEnded, openBench } from './bench.ts';
import type { Bench, ConformLimits } from './bench.ts';
import { blameOf } from './blame.ts';
import { OF_CELLS, playCells } from './cells.ts';
import type { JudgedCells } from './cells.ts';
import { CLAUSES } from './clauses.ts';
import type { ClauseId } from './clauses.ts';
import { PLAYS } from './plays/all.ts';
import { HANDSHAKE_CLAUSES, playHandshake } from './plays/handshake.ts';
import { collectVerdicts } from './verdicts.ts';
import type { Verdicts } from './verdicts.ts';

export interface ConformRequest {
  readonly runtime: Runtime;
  readonly packageRoot: string;
  /** Where folders and sidecars go; it exists. */
  readonly directory: string;
  readonly scenarios: readonly Scenario[];
  readonly known: ReadonlyMap<string, readonly KnownDivergence[]>;
  /** Empty: all clauses. */
  readonly only: readonly ClauseId[];
  /** These are not asked, and neither is what asks for nothing else; absent: none. */
  readonly without?: readonly ClauseId[];
  /** At least one; as many cells are run at once. */
  readonly witnesses: readonly WitnessHost[];
  readonly stop: Stop;
  readonly limits?: ConformLimits;
  /** Of each cell; the default is two, whose rounds must be equal (rule W6). */
  readonly processes?: number;
  /** Where what is said goes; absent: nowhere. */
  readonly wires?: KeptWires;
  readonly listener?: ConformListener;
}

export interface ConformListener {
  /** A play begins. */
  play?(title: string, number: number, of: number): void;
  cell?(cell: ConformanceCell, done: number, of: number): void;
}

const PROCESSES = 2;
/** Of everything that comes out of a runner, whatever it was asked. */
const OF_EVERYTHING: readonly ClauseId[] = ['C105', 'C106', 'C107'];

export async function conform(request: ConformRequest): Promise<Conformance> {
  const { runtime, listener } = request;
  const verdicts = collectVerdicts();
  const wanted = wantedOf(request);
  const bench = benchOf(request, verdicts);
  const plays = PLAYS.filter(({ clauses }) => isAsked(clauses, wanted, request));
  const asksCells = OF_CELLS.some((clause) => wanted.has(clause));
  const total = 1 + plays.length;
  listener?.play?.('who it is', 1, total);
  await guarded(bench, HANDSHAKE_CLAUSES, () => playHandshake(bench));
  const ready = bench.ready();
  let judged: JudgedCells = { cells: [], unknown: [] };
  if (ready === null)
    for (const { id } of CLAUSES) verdicts.notJudged(id, 'the runner gave no `ready` that can be used');
  else {
    for (const [i, play] of plays.entries()) {
      if (request.stop.soft.aborted) break;
      listener?.play?.(play.title, 2 + i, total);
      await guarded(bench, play.clauses, () => play.perform(bench, ready));
    }
    if (asksCells && !request.stop.soft.aborted) judged = await cellsOf(request, verdicts, bench);
  }
  if (request.stop.soft.aborted) for (const clause of wanted) verdicts.notJudged(clause, 'interrupted');
  const clauses = verdicts.judged(wanted);
  return {
    schema: CONFORMANCE_SCHEMA,
    tool: { name: PRODUCT.name, version: PRODUCT.version },
    runner: { id: runtime.runner, title: runtime.manifest.title },
    runtime: { version: runtime.version, executable: runtime.executable },
    capabilities: [...(ready?.capabilities ?? [])],
    clauses,
    cells: [...judged.cells],
    unknownScenarios: [...judged.unknown],
    conforms: clauses.every(({ status }) => status === 'passed' || status === 'not-applicable'),
  };
}

function wantedOf({ only, without = [] }: ConformRequest): ReadonlySet<ClauseId> {
  const asked = only.length === 0 ? CLAUSES.map(({ id }) => id) : only;
  return new Set(asked.filter((id) => !without.includes(id)));
}

/** Whatever a runner says is asked for its form: for those clauses every play counts. */
function isAsked(
  clauses: readonly ClauseId[],
  wanted: ReadonlySet<ClauseId>,
  { without = [] }: ConformRequest,
): boolean {
  if (clauses.every((clause) => without.includes(clause))) return false;
  return [...clauses, ...OF_EVERYTHING].some((clause) => wanted.has(clause));
}

function benchOf(
  { runtime, packageRoot, directory, scenarios, witnesses, limits, stop, wires }: ConformRequest,
  verdicts: Verdicts,
): Bench {
  const [witness] = witnesses;
  if (witness === undefined) throw new Error('a runner is judged under a witness');
  const folder = join(directory, 'plays');
  mkdirSync(folder, { recursive: true });
  return openBench({
    runtime,
    packageRoot,
    directory: folder,
    scenarios,
    witness,
    verdicts,
    limits: limits ?? CONFORM_LIMITS,
    stop: stop.hard,
    wires: wires ?? openWires(null),
  });
}

/** What ends a play early leaves its clauses unjudged where they were not broken; a runner that cannot be started is a breach of the first of them. */
async function guarded(bench: Bench, clauses: readonly ClauseId[], act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (error instanceof FailureError) {
      const { cause, next, evidence, code } = error.failure;
      const breach = {
        what: `${code} ${cause}`,
        request: null,
        answer: null,
        expected: next,
        evidence: [...evidence],
      };
      bench.verdicts.broken('C201', { ...breach, blame: blameOf(error.failure) });
    } else if (!(error instanceof PlayEnded)) throw error;
    const reason = error instanceof Error ? error.message : 'a play ended early';
    for (const clause of clauses) bench.verdicts.notJudged(clause, reason);
  }
}

async function cellsOf(request: ConformRequest, verdicts: Verdicts, bench: Bench): Promise<JudgedCells> {
  const ready = bench.ready();
  if (ready === null) return { cells: [], unknown: [] };
  const { runtime, scenarios, known, packageRoot, directory, witnesses, stop, listener } = request;
  return playCells({
    runtime: { ...runtime, offers: ready.scenarios },
    ready,
    scenarios,
    known,
    packageRoot,
    directory,
    witnesses,
    stop,
    verdicts,
    wires: request.wires ?? openWires(null),
    processes: request.processes ?? PROCESSES,
    onCell: (cell, done, of) => listener?.cell?.(cell, done, of),
  });
}
