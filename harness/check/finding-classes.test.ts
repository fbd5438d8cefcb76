// What `explain` tells of findings is what findings are: held against every golden trace of every scenario.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import { CLASSES_OF_HARNESS_RULES, CLASSES_OF_RULES, CLASS_TEXTS } from './finding-classes.ts';
import { parseGolden } from './golden.ts';
import { HARNESS_RULES } from './harness-rules.ts';

const ROOT = fileURLToPath(new URL('../../scenarios/', import.meta.url));

test('each golden trace is rejected by a class that its kind of rule may have', () => {
  let seen = 0;
  for (const { id, rules } of scenarios) {
    const file = join(ROOT, ...id.split('.'), 'golden', 'reject.json');
    const golden = parseGolden(JSON.parse(readFileSync(file, 'utf8')), file);
    if (!golden.ok) throw new Error(golden.failure.cause);
    for (const trace of golden.value) {
      const rule = rules.find((each) => each.id === trace.rule);
      if (rule === undefined) continue;
      expect([id, trace.name, ...CLASSES_OF_RULES[rule.kind], 'witness']).toContain(trace.class);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(40);
});

test('every kind and every rule of the harness has classes, and every class a text', () => {
  const classes = [...Object.values(CLASSES_OF_RULES), ...Object.values(CLASSES_OF_HARNESS_RULES)];
  expect(classes.every((list) => list.length > 0)).toBe(true);
  expect(HARNESS_RULES.map(({ id }) => id)).toEqual(Object.keys(CLASSES_OF_HARNESS_RULES));
  expect(Object.keys(CLASS_TEXTS)).toEqual(expect.arrayContaining(classes.flat()));
});
