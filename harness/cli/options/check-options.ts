// The options of `check`: which cells, with how many seeds, under which load, and where to write the reports.
import type { RunOptions } from '../../contract/request.ts';
import { MOST_SEEDS } from '../../orchestrate/prepare/amount-of-work.ts';
import { choiceOption, flagOption, integerOption, listOption, textOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';
import { sharedOptions } from './run-options.ts';

export interface CheckOptions extends RunOptions {
  /** Ids of the rules that decide; empty: all. */
  readonly rules: readonly string[];
  readonly stress: boolean;
  /** Of each runtime the default style alone, or all of them. */
  readonly styles: CheckedStyles;
  /** Where the reports for other programs go; null: nowhere. */
  readonly junit: string | null;
  readonly ctrf: string | null;
}

export const CHECKED_STYLES = ['default', 'all'] as const;
export type CheckedStyles = (typeof CHECKED_STYLES)[number];

/** Semantics alone: the smallest amount of work, once with each of `--repeat` seeds. */
export function readCheckOptions(raw: RawOptions): CheckOptions {
  return {
    ...sharedOptions(raw),
    profile: 'smoke',
    repetitions: integerOption(raw, 'repeat', { from: 1, to: MOST_SEEDS }) ?? 1,
    timeMs: null,
    reference: null,
    shrink: true,
    observer: false,
    cpus: null,
    rules: listOption(raw, 'rule'),
    stress: flagOption(raw, 'stress'),
    styles: choiceOption(raw, 'styles', CHECKED_STYLES) ?? 'default',
    junit: textOption(raw, 'junit'),
    ctrf: textOption(raw, 'ctrf'),
  };
}
