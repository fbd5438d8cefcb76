// The published schemas are fresh, are valid JSON Schema 2020-12, and judge documents as the TypeScript side does.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { HarnessMessage, RunnerMessage } from './message.ts';
import { publishedSchemas } from './published.ts';

const folder = new URL('../../schema/', import.meta.url);
const published = publishedSchemas();

test('the files under schema/ are what the contract says today (npm run schema writes them anew)', () => {
  expect(readdirSync(folder).sort()).toEqual([...published.keys()].sort());
  for (const [name, content] of published) expect(readFileSync(new URL(name, folder), 'utf8')).toBe(content);
});

test('another validator compiles each published schema', () => {
  for (const content of published.values()) {
    const ajv = new Ajv2020({ strict: false });
    expect(typeof ajv.compile(JSON.parse(content))).toBe('function');
  }
});

test('another validator gives every fixture message the verdict that the harness gives', () => {
  const fixtures = JSON.parse(
    readFileSync(new URL('fixtures/messages.json', import.meta.url), 'utf8'),
  ) as Record<
    'harness' | 'runner',
    readonly { readonly name: string; readonly valid: boolean; readonly message?: unknown }[]
  >;
  for (const [side, schema] of [
    ['harness', HarnessMessage],
    ['runner', RunnerMessage],
  ] as const) {
    const ours = Compile(schema);
    const theirs = new Ajv2020({ strict: false }).compile(
      JSON.parse(published.get(`${side}-message.schema.json`) ?? ''),
    );
    const withMessage = fixtures[side].filter((fixture) => fixture.message !== undefined);
    expect(withMessage.length).toBeGreaterThan(10);
    for (const { name, message } of withMessage)
      expect([name, theirs(message)]).toEqual([name, ours.Check(message)]);
  }
});
