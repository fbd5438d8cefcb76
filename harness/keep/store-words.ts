// What was asked of a store, in words that any program can give; and why some of them make no sense together. Pure.
import { IMPORTED_TOOLS } from '../archive/import/imported-tools.ts';
import type { ImportedTool } from '../archive/import/imported-tools.ts';
import { timeOfText } from '../archive/import/fields.ts';
import { FailureError, failure } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';

export const STORE_ACTIONS = ['add', 'import', 'list', 'show', 'verify', 'gc'] as const;
export type StoreAction = (typeof STORE_ACTIONS)[number];

/** Null: not given. */
export interface StoreOptions {
  readonly from: ImportedTool | null;
  readonly at: string | null;
  readonly commit: string | null;
  readonly keepDays: number | null;
  readonly older: 'weekly' | 'none' | null;
  /** True, or not given. */
  readonly apply: true | null;
}

/** The option, and the action that alone has it. */
const OWN: readonly (readonly [keyof StoreOptions, string, StoreAction])[] = [
  ['from', '--from', 'import'],
  ['at', '--at', 'import'],
  ['commit', '--commit', 'import'],
  ['keepDays', '--keep-days', 'gc'],
  ['older', '--older', 'gc'],
  ['apply', '--apply', 'gc'],
];

export function storeAction(word: string): StoreAction {
  const found = STORE_ACTIONS.find((action) => action === word);
  if (found !== undefined) return found;
  const near = nearest(word, STORE_ACTIONS);
  const hint = near === null ? '' : `Did you mean "${near}"? `;
  throw new FailureError(
    failure(
      'EL1003',
      `The store has no action ${JSON.stringify(word)}.`,
      `${hint}Give ${STORE_ACTIONS.join(', ')}.`,
    ),
  );
}

/** An option of another action would do nothing, and whoever gave it thinks that it does. */
export function refuseSenseless(action: StoreAction, names: readonly string[], options: StoreOptions): void {
  const foreign = OWN.find(([name, , of]) => of !== action && options[name] !== null);
  if (foreign !== undefined)
    throw bad(`${foreign[1]} was given with ${action}.`, `Give it with ${foreign[2]}, or leave it out.`);
  if (names.length > 0 && !['add', 'import', 'show'].includes(action))
    throw bad(`${action} was given ${JSON.stringify(names[0])}.`, `${action} takes no names.`);
  if (action === 'show' && names.length !== 1)
    throw bad(`show was given ${names.length} ids.`, 'Give one, or latest.');
  if (action === 'import' && names.length === 0)
    throw bad('import was given no file.', 'Name the files to import.');
  if (action === 'import' && options.from === null)
    throw bad('import was given no tool.', `Give --from ${IMPORTED_TOOLS.join(', ')}.`);
  if (options.at !== null && timeOfText(options.at) === null)
    throw bad(
      `--at is ${JSON.stringify(options.at)}.`,
      'Give --at a date and time, as 2026-11-30T14:05:00Z.',
    );
  // Without a number of days nothing is chosen: what goes is gone.
  if (action === 'gc' && options.keepDays === null)
    throw bad('gc was given no policy.', 'Give --keep-days <n>.');
}

export const bad = (cause: string, next: string): FailureError =>
  new FailureError(failure('EL1004', cause, next));
