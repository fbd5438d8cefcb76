// Whether a scenario is whole: what its folder must have beside the declaration, and golden traces that are judged as they say.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { judgeGolden, parseGolden } from '../check/golden.ts';
import { HARNESS_RULES } from '../check/harness-rules.ts';
import { parseKnownDivergences } from '../check/known-divergences.ts';
import type { Result } from '../contract/failure.ts';
import { scenarioObjections } from '../contract/define-scenario.ts';
import type { Scenario } from '../contract/scenario.ts';
import { kindAt, readForeignText } from '../files/foreign-file.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { STORED } from '../files/limits.ts';
import type { GoldenTrace, GoldenTraces } from '../contract/verdict.ts';

/** Something that is missing or wrong. */
export interface Gap {
  /** The file that it is about, beneath the scenario's folder. */
  readonly file: string;
  readonly text: string;
}

export interface Wholeness {
  readonly gaps: readonly Gap[];
  /** The number of golden traces that were judged. */
  readonly traces: number;
}

/** All but the workloads, of which runners have the say: `style-gaps.ts`. */
export function wholenessOf(scenario: Scenario, folder: string): Wholeness {
  const golden = SIDES.map((side) => judgedSide(scenario, folder, side));
  return {
    gaps: [
      ...scenarioObjections(scenario).map((text) => ({ file: 'scenario', text })),
      ...readmeGaps(scenario, folder),
      ...knownGaps(scenario, folder),
      ...golden.flatMap(({ gaps }) => gaps),
    ],
    traces: golden.reduce((sum, { traces }) => sum + traces, 0),
  };
}

const README = 'README.md';
const KNOWN = 'known-divergences.json';
const SIDES = ['accept', 'reject'] as const;
type Side = (typeof SIDES)[number];
/** Enough that legal variations are among them, and that more than one rule shows that it can be broken. */
const FEWEST_ACCEPTED = 2;
const FEWEST_KINDS_REJECTED = 4;

function readmeGaps({ rules }: Scenario, folder: string): Gap[] {
  const path = join(folder, README);
  if (kindAt(path) !== 'file')
    return [{ file: README, text: 'is missing: it says in prose what the rules demand' }];
  const prose = readForeignText(path, STORED.text);
  const unnamed = rules.map(({ id }) => id).filter((id) => !new RegExp(`\\b${id}\\b`).test(prose));
  return unnamed.map((id) => ({ file: README, text: `does not name the rule ${id}` }));
}

function knownGaps({ rules }: Scenario, folder: string): Gap[] {
  if (!existsSync(join(folder, KNOWN))) return [];
  const parsed = parseKnownDivergences(readJson(folder, KNOWN), KNOWN);
  if (!parsed.ok) return [gapOf(KNOWN, parsed)];
  const own = new Set([...rules, ...HARNESS_RULES].map(({ id }) => id));
  return parsed.value
    .filter(({ rule }) => !own.has(rule))
    .map(({ id, rule }) => ({
      file: KNOWN,
      text: `explains ${id} by the rule ${rule}, which the scenario does not have`,
    }));
}

function judgedSide(scenario: Scenario, folder: string, side: Side): Wholeness {
  const file = `golden/${side}.json`;
  if (!existsSync(join(folder, file)))
    return { gaps: [{ file, text: `is missing: it has traces that the checker must ${side}` }], traces: 0 };
  const parsed = parseGolden(readJson(folder, file), file);
  if (!parsed.ok) return { gaps: [gapOf(file, parsed)], traces: 0 };
  const traces = parsed.value;
  const gaps = [
    ...amountGaps(traces, side),
    ...traces.flatMap((trace) => verdictGap(trace, scenario, side) ?? []),
  ];
  return { gaps: gaps.map((text) => ({ file, text })), traces: traces.length };
}

function amountGaps(traces: GoldenTraces, side: Side): string[] {
  const names = traces.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const kinds = new Set(traces.map((golden) => `${golden.rule} ${golden.class}`));
  const few =
    side === 'accept'
      ? tooFew(traces.length, FEWEST_ACCEPTED, 'traces, the legal variations among them')
      : tooFew(kinds.size, FEWEST_KINDS_REJECTED, 'pairs of rule and class');
  return [...[...twice].map((name) => `has two traces of the name ${name}`), ...few];
}

const tooFew = (count: number, fewest: number, what: string): string[] =>
  count >= fewest ? [] : [`has ${count} of at least ${fewest} ${what}`];

/** How the verdict on a trace is another than it says; null where it is that one. */
function verdictGap(golden: GoldenTrace, scenario: Scenario, side: Side): string | null {
  const { name, rule, class: broken, key } = golden;
  if (side === 'accept' && (rule !== null || broken !== null))
    return `${name}: it is to be accepted, so rule and class must be null`;
  const judged = judgeGolden(golden, scenario, name);
  if (!judged.ok) return judged.failure.cause;
  const { findings } = judged.value;
  const [first] = findings;
  const found = findings.map((each) => `${each.rule} ${each.class} ${each.key}`);
  if (side === 'accept')
    return first === undefined ? null : `${name} is rejected by ${found[0]}: ${first.text}`;
  const named = `${rule} ${broken} ${key}`;
  if (found.includes(named)) return null;
  const instead = first === undefined ? 'is accepted' : `is rejected by ${found.join(', ')}`;
  return `${name} ${instead}, and not by ${named}`;
}

function gapOf(file: string, { failure }: Extract<Result<never>, { readonly ok: false }>): Gap {
  return { file, text: failure.cause.replace(`${file}: `, '') };
}

/** What is no JSON, or no file, is as malformed as it gets: whoever reads it says so. */
function readJson(folder: string, file: string): unknown {
  try {
    return parseForeignJson(readForeignText(join(folder, file), STORED.golden));
  } catch (error) {
    return String(error);
  }
}
