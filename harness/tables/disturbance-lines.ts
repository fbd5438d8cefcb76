// Beneath the verdicts: what went on beside the run, and what this machine does not tell of that.
import { disturbanceText } from '../../reports/words/disturbance-words.ts';
import type { RunResult } from '../contract/result.ts';
import type { Paint } from './colour.ts';
import { wrapped } from './wrap.ts';

/** Empty where nothing was seen and everything could be. `width` null: `--wide`. */
export function disturbanceLines({ disturbances }: RunResult, width: number | null, paint: Paint): string[] {
  if (disturbances === undefined) return [];
  const { seen, unseen } = disturbances;
  const texts = [
    ...seen.map((one) => `disturbed: ${disturbanceText(one)}`),
    ...unseen.map((what) => `not seen by this machine: ${what}.`),
  ];
  return texts.flatMap((text) => wrapped(text, width).map((line) => paint('yellow', line)));
}
