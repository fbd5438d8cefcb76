// What may follow an option or a command: the names that completions offer.
import type { Suggestion } from '../../completions/command-entry.ts';
import { IMPORTED_TOOLS } from '../../archive/import/imported-tools.ts';
import { ACROSS } from '../../compare/machine-differences.ts';
import { CLAUSES } from '../../conform/clauses.ts';
import { EXPORT_FORMATS } from '../../contract/export-formats.ts';
import { PIVOTS } from '../../../reports/words/pivots.ts';
import { STORE_ACTIONS } from '../../keep/store-words.ts';
import { COLOUR_CHOICES, PROGRESS_CHOICES } from './terminal-style.ts';

/** Names that come from the package and the project: scenarios, subjects, runners, profiles, rules and codes. */
export interface Names {
  readonly scenarios: readonly string[];
  readonly subjects: readonly string[];
  /** What `conform` judges by its id. */
  readonly runners: readonly string[];
  readonly profiles: readonly string[];
  readonly explained: readonly string[];
}

const FILES: Suggestion = { kind: 'files', names: [] };
const ANY: Suggestion = { kind: 'one', names: [] };
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** After an option that takes a value. */
export function afterOption(option: string, { scenarios, subjects, profiles }: Names): Suggestion {
  switch (option) {
    case '--scenario':
      return { kind: 'list', names: scenarios };
    case '--subject':
      return { kind: 'list', names: subjects };
    case '--only':
      return { kind: 'list', names: CLAUSES.map(({ id }) => id) };
    case '--reference':
      return { kind: 'one', names: subjects };
    case '--profile':
      return { kind: 'one', names: profiles };
    case '--across':
      return { kind: 'list', names: ACROSS };
    case '--from':
      return { kind: 'one', names: IMPORTED_TOOLS };
    case '--shard':
      return { kind: 'one', names: ['auto'] };
    case '--older':
      return { kind: 'one', names: ['weekly', 'none'] };
    case '--pivot':
      return { kind: 'one', names: PIVOTS };
    case '--progress':
      return { kind: 'one', names: PROGRESS_CHOICES };
    case '--color':
      return { kind: 'one', names: COLOUR_CHOICES };
    case '--export':
      return { kind: 'one', names: EXPORT_FORMATS.map((format) => `${format}=`) };
    case '--out':
    case '--scenarios':
    case '--site':
    case '--against':
    case '--history':
    case '--pairs-out':
    case '--junit':
    case '--ctrf':
    case '--config':
    case '--runner':
    case '--wire':
    case '--docs':
    case '--weights':
    case '--store':
      return FILES;
    default:
      return ANY;
  }
}

/** Where a command takes an argument. */
export function afterCommand(command: string, { explained, runners }: Names): Suggestion {
  switch (command) {
    case 'report':
    case 'replay':
    case 'compare':
    case 'history':
    case 'judge':
    case 'merge':
    case 'atlas':
      return FILES;
    case 'conform':
      return { kind: 'files', names: runners };
    case 'store':
      return { kind: 'files', names: STORE_ACTIONS };
    case 'list':
      return { kind: 'one', names: ['scenarios', 'subjects', 'runtimes'] };
    case 'explain':
      return { kind: 'one', names: explained };
    case 'completions':
      return { kind: 'one', names: SHELLS };
    default:
      return ANY;
  }
}
