// Subjects that are the same program: variants of a runtime that differ in a variable which no program reads. Pure.
import type { RunnerManifest } from '../../harness/contract/runner-manifest.ts';

/** The most copies that are made. */
export const MOST_COPIES = 7;
/** Of one digit everywhere, so that no process has a longer environment than another. */
const VARIABLE = 'EVENLOOP_COPY';

/** The manifest with the variants `copy1`, `copy2` and so on; the plain runtime has the variable, too. */
export function withCopies(manifest: RunnerManifest, copies: number): RunnerManifest {
  const made = numbersOf(copies).map((i) => [
    `copy${i}`,
    { title: `copy ${i}`, environment: { [VARIABLE]: String(i) } },
  ]);
  return {
    ...manifest,
    environment: { ...manifest.environment, [VARIABLE]: '0' },
    variants: { ...manifest.variants, ...Object.fromEntries(made) },
  };
}

/** Of the subject `node/promises`: `node+copy1/promises`, `node+copy2/promises` and so on. */
export function copiesOf(subject: string, copies: number): string[] {
  const [runtime = '', style = ''] = subject.split('/');
  return numbersOf(copies).map((i) => `${runtime}+copy${i}/${style}`);
}

const numbersOf = (copies: number): number[] => Array.from({ length: copies }, (_, i) => i + 1);
