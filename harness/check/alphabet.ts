// The event kinds of one scenario as small tables, so that a trace can be read without looking names up.
import type { EventKind } from '../contract/scenario.ts';

export const ORDER = { unknown: 0, sequence: 1, free: 2, raw: 3 } as const;

export interface Alphabet {
  /** Index of a kind by its code, from 1; 0 for codes that the scenario does not have. */
  readonly indexOfCode: Uint16Array;
  /** `ORDER` by index. */
  readonly order: Uint8Array;
  readonly kinds: readonly EventKind[];
  /** Throws on a name that the scenario does not have: rules and expectations come from the scenario itself. */
  readonly codeOf: (name: string) => number;
  readonly nameOf: (code: number) => string;
}

export function makeAlphabet(kinds: readonly EventKind[]): Alphabet {
  const indexOfCode = new Uint16Array(65536);
  const order = new Uint8Array(kinds.length + 1);
  const codes = new Map<string, number>();
  const names = new Map<number, string>();
  for (const [position, kind] of kinds.entries()) {
    indexOfCode[kind.code] = position + 1;
    order[position + 1] = ORDER[kind.order];
    codes.set(kind.name, kind.code);
    names.set(kind.code, kind.name);
  }
  return {
    indexOfCode,
    order,
    kinds,
    codeOf: (name) => known(codes.get(name), name),
    nameOf: (code) => names.get(code) ?? `code ${code}`,
  };
}

function known(code: number | undefined, name: string): number {
  if (code === undefined) throw new Error(`the scenario has no event kind ${JSON.stringify(name)}`);
  return code;
}
