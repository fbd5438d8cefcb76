// `evenloop replay`: judges the stored trace of a diverging invocation again, or runs its runner again from the bundle.
import { join } from 'node:path';
import { applicable, explanationOf } from '../../check/known-divergences.ts';
import { EXIT, FailureError, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { SmallestCounterexample } from '../../contract/result.ts';
import type { Finding, Judgement, KnownDivergence } from '../../contract/verdict.ts';
import { jsonText, visibleIn, visibleText } from '../../contract/visible-text.ts';
import { abandon } from '../exit.ts';
import { readProject } from '../options/project-options.ts';
import { flagOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { driveBundle } from '../../replay/drive-bundle.ts';
import type { Driven } from '../../replay/drive-bundle.ts';
import { diverges } from '../../orchestrate/divergence/keep-bundle.ts';
import { loadKnownDivergences } from '../../orchestrate/prepare/load-known-divergences.ts';
import { changedSince, judgeBundle, openBundle, rootsOfBundle } from '../../replay/replay-bundle.ts';
import type { OpenedBundle } from '../../replay/replay-bundle.ts';
import { homeOf, shrinkBundle } from '../../replay/shrink-bundle.ts';
import { scenariosOf } from '../scenarios.ts';
import { findingLines } from '../../tables/finding-lines.ts';
import { smallestSentence } from '../../tables/troubles.ts';
import type { Terminal } from '../ui/terminal.ts';

export async function replay(path: string, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const [run, wait] = [flagOption(raw, 'run'), flagOption(raw, 'wait')];
  if (wait && !run)
    throw new FailureError(failure('EL1004', '--wait was given without --run.', 'Give both, or neither.'));
  const wire = textOption(raw, 'wire');
  if (wire !== null && !run)
    throw new FailureError(failure('EL1004', '--wire was given without --run.', 'Give both, or neither.'));
  const opened = openBundle(path, await scenariosOf(raw, rootsOfBundle(path)));
  const say = (text: string): void => terminal.err(terminal.paintErr('dim', text));
  const changed = changedSince(opened);
  if (changed.length > 0) say(`Changed since the bundle was written: ${changed.join(', ')}.`);
  const stored = judgeBundle(opened);
  const { project } = await readProject(raw);
  const driven = run ? await driveBundle({ opened, wait, wire, project, say, abandon }) : null;
  const known = loadKnownDivergences(findPackage().root, [opened.scenario]).get(opened.scenario.id) ?? [];
  const smallest = flagOption(raw, 'shrink')
    ? await shrinkBundle({ opened, judgement: stored, known, project, say, abandon })
    : undefined;
  const judgement = driven?.judgement ?? stored;
  const replayed = {
    ...replayOf(opened, judgement, driven, known),
    ...(smallest === undefined ? {} : { smallest }),
  };
  terminal.out(flagOption(raw, 'json') ? jsonText(replayed, 2) : textOf(replayed, opened, terminal));
  return replayed.diverges ? EXIT.divergent : EXIT.ok;
}

/** What `--json` prints. */
interface Replay {
  readonly bundle: string;
  readonly tool: string;
  readonly scenario: string;
  readonly set: string;
  readonly subject: string;
  readonly params: OpenedBundle['bundle']['record']['params'];
  readonly seed: number;
  readonly nonce: string;
  readonly diverges: boolean;
  /** The listed divergence that explains the first finding. */
  readonly known: string | null;
  /** Rules broken when the bundle was written, and now. */
  readonly rules: { readonly before: readonly string[]; readonly now: readonly string[] };
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  /** Only where it was looked for; null when nothing smaller was found. */
  readonly smallest?: SmallestCounterexample | null;
  /** Null when the stored trace was judged and nothing was run. */
  readonly run: null | {
    readonly runtime: string;
    readonly version: string;
    readonly executable: string;
    readonly pid: number | null;
    readonly command: readonly string[];
    readonly outcome: string;
  };
}

function replayOf(
  { path, bundle }: OpenedBundle,
  judgement: Judgement,
  driven: Driven | null,
  entries: readonly KnownDivergence[],
): Replay {
  const { record, runtime, tool, rulesBroken } = bundle;
  const { cell, params, seed, nonce } = record;
  const style = cell.subject.split('/')[1] ?? '';
  const { runner, version } = driven?.runtime ?? runtime;
  const known = applicable(entries, { runner, version, style });
  const first = judgement.findings[0];
  return {
    bundle: path,
    tool: tool.version,
    scenario: cell.scenario,
    set: cell.set,
    subject: cell.subject,
    params,
    seed,
    nonce,
    diverges: diverges(judgement),
    known: (first && explanationOf(known, first)?.id) ?? null,
    rules: { before: rulesBroken, now: judgement.rulesBroken },
    findings: judgement.findings,
    findingCount: judgement.findingCount,
    run: driven && {
      runtime: driven.runtime.id,
      version: driven.runtime.version,
      executable: driven.runtime.executable,
      pid: driven.spawned?.pid ?? null,
      command: driven.spawned?.command ?? [],
      outcome: driven.record.outcome.kind,
    },
  };
}

const MOST_FINDINGS = 5;

function textOf(told: Replay, { bundle, directory }: OpenedBundle, { columns, paintOut }: Terminal): string {
  const replay = visibleIn(told);
  const { findings, findingCount } = replay;
  const home = homeOf(directory);
  const params = Object.entries(replay.params).map(([name, value]) => `${name} ${value}`);
  const shown = findings.slice(0, MOST_FINDINGS);
  const more = findingCount - shown.length;
  return [
    `${replay.scenario} ${replay.set} ${replay.subject} (${visibleText(bundle.runtime.version)}): ${params.join(', ')}`,
    `  seed ${replay.seed}, nonce ${replay.nonce}, written by evenloop ${replay.tool}`,
    ...shown.flatMap((finding) => [''].concat(findingLines(finding, columns, paintOut))),
    ...(more > 0 ? ['', `… and ${more} more findings.`] : []),
    '',
    verdictOf(replay),
    ...smallestLines(replay, home),
  ].join('\n');
}

function smallestLines({ smallest }: Replay, home: string): string[] {
  if (smallest === undefined) return [];
  if (smallest === null) return ['No smaller parameters break the same rule.'];
  const { bundle } = smallest.finding;
  const again = bundle === undefined ? [] : [`replay: evenloop replay ${join(home, bundle)}`];
  return [`smallest: ${smallestSentence(smallest)}`, ...again];
}

function verdictOf({ diverges: still, rules, known, run }: Replay): string {
  const what = run === null ? 'judged again' : 'run again';
  if (!still) return `No longer divergent when ${what}; it had broken ${rules.before.join(', ')}.`;
  const now = `Still divergent when ${what}: ${rules.now.join(', ')} broken.`;
  return known === null ? now : `${now} It is listed as ${known}.`;
}
