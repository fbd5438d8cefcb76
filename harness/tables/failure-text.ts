// A failure in the terminal: code and cause, its evidence, the next step.
import type { Failure } from '../contract/failure.ts';
import { visibleText } from '../contract/visible-text.ts';
import type { Paint } from './colour.ts';

export function failureText(failure: Failure, paint: Paint, level: 'error' | 'warning' = 'error'): string {
  const head = paint(level === 'error' ? 'red' : 'yellow', `${level} ${failure.code}`);
  return [
    `${head}: ${visibleText(failure.cause)}`,
    ...failure.evidence.map((line) => paint('dim', `  | ${visibleText(line)}`)),
    `  ${paint('bold', 'next:')} ${visibleText(failure.next)}`,
  ].join('\n');
}
