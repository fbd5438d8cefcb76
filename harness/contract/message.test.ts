// The message schemas against lines that each side must accept or refuse, and against a whole session.
import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { HarnessMessage, RunnerMessage } from './message.ts';

interface Entry {
  readonly name: string;
  readonly valid: boolean;
  readonly why: string;
  readonly message?: unknown;
  readonly line?: string;
}

interface Exchange {
  readonly why: string;
  readonly harness?: unknown;
  readonly line?: string;
  readonly runner: unknown;
  readonly exact: readonly string[];
}

const read = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const fixtures: { readonly harness: readonly Entry[]; readonly runner: readonly Entry[] } = JSON.parse(
  read('messages.json'),
);
const transcript: { readonly exchanges: readonly Exchange[] } = JSON.parse(read('transcript.json'));

const harness = Compile(HarnessMessage);
const runner = Compile(RunnerMessage);

function accepts(reader: { Check(value: unknown): boolean }, line: string): boolean {
  try {
    return reader.Check(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const lineOf = (entry: Entry): string => entry.line ?? JSON.stringify(entry.message);
const entries = (side: readonly Entry[], valid: boolean): readonly Entry[] =>
  side.filter((entry) => entry.valid === valid);

function kindsOf(schema: { readonly anyOf: readonly TSchema[] }): readonly string[] {
  return schema.anyOf.map((variant) => JSON.stringify(variant).match(/"const":"(\w+)"/)?.[1] ?? '?');
}

describe.each([
  { side: 'harness', reader: harness, all: fixtures.harness, schema: HarnessMessage },
  { side: 'runner', reader: runner, all: fixtures.runner, schema: RunnerMessage },
])('messages of the $side', ({ reader, all, schema }) => {
  it.each(entries(all, true))('accepted: $name ($why)', (entry) => {
    expect(accepts(reader, lineOf(entry))).toBe(true);
  });

  it.each(entries(all, false))('refused: $name ($why)', (entry) => {
    expect(accepts(reader, lineOf(entry))).toBe(false);
  });

  it('has a valid and an invalid example of each kind', () => {
    for (const kind of kindsOf(schema))
      for (const valid of [true, false]) {
        const examples = entries(all, valid).filter((entry) => lineOf(entry).includes(`"kind":"${kind}"`));
        expect(examples, `${kind}, valid: ${valid}`).not.toHaveLength(0);
      }
  });
});

describe('the transcript', () => {
  it.each(transcript.exchanges)('$why', (exchange) => {
    if (exchange.line === undefined) expect(harness.Check(exchange.harness)).toBe(true);
    else expect(accepts(harness, exchange.line)).toBe(false);
    expect(runner.Check(exchange.runner)).toBe(true);
    for (const field of exchange.exact) expect(exchange.runner).toHaveProperty(field);
  });
});
