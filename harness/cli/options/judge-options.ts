// The options of `judge`: where the pairs are, and who reads the answer.
import { FailureError, failure } from '../../contract/failure.ts';
import { flagOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';

export interface JudgeOptions {
  readonly source: { readonly kind: 'stdin' } | { readonly kind: 'file'; readonly path: string };
  readonly json: boolean;
}

export function readJudgeOptions(path: string, raw: RawOptions): JudgeOptions {
  if (path.trim() === '')
    throw new FailureError(
      failure('EL1004', 'The name of the file of pairs is empty.', 'Name a file, or give - for stdin.'),
    );
  return { source: path === '-' ? { kind: 'stdin' } : { kind: 'file', path }, json: flagOption(raw, 'json') };
}
