// What workloads of ordering record that tell the course of a case in a few signs, as its profile has it.
import type { Kit } from '../../../harness/contract/kit.ts';

const UNITS = 'abcd';
const MARKS: readonly (readonly [sign: string, kind: string])[] = [
  ['+', 'begin'],
  ['.', 'end'],
  ['!', 'end'],
  ['~', 'end'],
  ['*', 'clean'],
];
/** Ids of what is told: places in the list that the scenario has, too. */
const OUTCOMES: readonly string[] =
  'a b c d a! b! c! d! body! group aggregate cancelled timeout empty pending refused on x y heard'.split(' ');
/** A pass has fewer cases than this. */
const KEYS = 64;

/**
 * Records what a text says. `a+`: unit a begins; `a.`, `a!`, `a~`: it ends, fails, is cancelled; `a*`: it has cleaned up.
 * `=x`: who waits is told x; `<x`: likewise, and nothing may be at work any more; `#1`: a number.
 */
export type Say = (text: string) => void;

/** The key of a case is its place in the list of the scenario. */
export function makeSays(kit: Kit, cases: readonly string[]): (pass: number, name: string) => Say {
  const seed = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  return (pass, name) => {
    const key = pass * KEYS + cases.indexOf(name);
    return (text) => {
      const { kind, id, code } = meaningOf(text);
      const digest = Math.imul(seed ^ (key * 0x10000 + id * 0x10 + code), 0x9e3779b1) >>> 0;
      kit.emit(kit.kinds[kind] ?? 0, key, id, digest);
    };
  };
}

function meaningOf(text: string): { readonly kind: string; readonly id: number; readonly code: number } {
  if (text.startsWith('=')) return { kind: 'told', id: OUTCOMES.indexOf(text.slice(1)), code: 0 };
  if (text.startsWith('<')) return { kind: 'left', id: OUTCOMES.indexOf(text.slice(1)), code: 0 };
  if (text.startsWith('#')) return { kind: 'count', id: Number(text.slice(1)), code: 0 };
  const code = MARKS.findIndex(([sign]) => sign === text[1]);
  return { kind: MARKS[code]?.[1] ?? '', id: UNITS.indexOf(text.charAt(0)), code };
}
