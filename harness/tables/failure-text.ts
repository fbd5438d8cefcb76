// A failure in the terminal: code and cause, its evidence, the next step.
import type { Failure } from '../contract/failure.ts';
import type { Paint } from './colour.ts';

export function failureText(failure: Failure, paint: Paint, level: 'error' | 'warning' = 'error'): string {
  const head = paint(level === 'error' ? 'red' : 'yellow', `${level} ${failure.code}`);
  return [
    `${head}: ${failure.cause}`,
    ...failure.evidence.map((line) => paint('dim', `  | ${line}`)),
    `  ${paint('bold', 'next:')} ${failure.next}`,
  ].join('\n');
}
