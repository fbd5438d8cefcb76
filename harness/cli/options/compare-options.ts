// The options of `compare`: two stored runs, or a git revision to measure beside this tree.
import { FailureError, failure } from '../../contract/failure.ts';
import type { Across } from '../../compare/machine-differences.ts';
import type { RunOptions } from '../../contract/request.ts';
import { readAcross } from './across-option.ts';
import { textOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';
import { readRunOptions } from './run-options.ts';

export type CompareOptions =
  | {
      readonly kind: 'stored';
      readonly base: string;
      readonly head: string;
      readonly across: readonly Across[];
      readonly run: RunOptions;
    }
  | { readonly kind: 'revision'; readonly ref: string; readonly run: RunOptions };

export function readCompareOptions(
  [base, head]: readonly (string | undefined)[],
  raw: RawOptions,
): CompareOptions {
  const ref = textOption(raw, 'base-ref');
  // What two builds need is decided by the gate, block by block.
  const run = readRunOptions(raw, {});
  if (ref !== null && base === undefined) return { kind: 'revision', ref, run };
  const across = readAcross(raw);
  if (ref === null && base !== undefined && head !== undefined)
    return { kind: 'stored', base, head, across, run };
  throw new FailureError(
    failure(
      'EL1004',
      ref === null ? 'Two runs are needed to compare.' : 'Stored runs and --base-ref were given together.',
      'Give two run folders (`evenloop compare <base> <head>`), or one revision (`--base-ref <ref>`).',
    ),
  );
}
