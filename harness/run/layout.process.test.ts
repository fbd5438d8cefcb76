// The memory layout of a process: drawn anew for each, the same for both sides of a gate, told in its record, and gone with it.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UNTOUCHED } from '../contract/invocation.ts';
import type { Step } from '../contract/plan.ts';
import { expectNobodyLeft, fakeBlockSteps, runFakeBlock } from '../testing/fake-block.ts';
import { contextForTest, expectNothingLeft, failureOf } from '../testing/fake-invocation.ts';
import { fakeManifest, fakeRuntime, fakeStep, SOURCE_ROOT } from '../testing/fake-runtime.ts';
import { invoke } from './invoke.ts';
import { AS_IT_IS, layoutOf, linkPackage } from './layout.ts';
import type { Layout } from './layout.ts';

const [FIRST, SECOND] = fakeBlockSteps({ faults: ['none', 'takes-stalls'] }) as [Step, Step];
const LAYOUT: Layout = {
  heapBlockBytes: 200_000,
  environmentBytes: 321,
  hashSeed: 4_294_967_295,
  pathExtra: 23,
};

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-layout-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('the layout of an invocation', () => {
  test('is drawn from its step, and another in the next repetition', () => {
    const [again] = fakeBlockSteps({ faults: ['none'] });
    expect(again && layoutOf(again)).toEqual(layoutOf(FIRST));
    expect(layoutOf({ ...FIRST, seed: FIRST.seed + 1 })).not.toEqual(layoutOf(FIRST));
  });

  test('is another for each member of a block across runtimes', () => {
    expect(layoutOf(SECOND)).not.toEqual(layoutOf(FIRST));
  });

  test('is the same for both builds of one repetition and the control, and another in the next repetition', () => {
    const of = (side: 'base' | 'head' | 'control', seed: number): Layout => {
      const block = { ...FIRST.block, sides: ['base', 'head'] as const };
      return layoutOf({ ...FIRST, block, invocation: `u-${side}`, cell: { ...FIRST.cell, side }, seed });
    };
    expect([of('head', 5), of('control', 5)]).toEqual([of('base', 5), of('base', 5)]);
    expect(of('base', 6)).not.toEqual(of('base', 5));
  });

  test('is as the machine has it where nothing is compared', () => {
    expect(layoutOf({ ...FIRST, block: { ...FIRST.block, reference: null } })).toEqual(AS_IT_IS);
    expect(layoutOf(fakeStep())).toEqual(AS_IT_IS);
  });

  test('takes all that it may take: no heap block in a third, else 128 KiB to 1 MiB, a page of environment, a path up to 64 longer', () => {
    const all = Array.from({ length: 3000 }, (_, i) =>
      layoutOf({ ...FIRST, invocation: `${i}-node`, seed: i % 7 }),
    );
    const blocks = all.map(({ heapBlockBytes }) => heapBlockBytes).filter((bytes) => bytes > 0);
    expect(blocks.length / all.length).toBeCloseTo(2 / 3, 1);
    const ranges: [values: readonly number[], least: number, most: number][] = [
      [blocks, 128 * 1024, 1024 * 1024 - 1],
      [all.map(({ environmentBytes }) => environmentBytes), 0, 4095],
      [all.map(({ hashSeed }) => hashSeed), 0, 2 ** 32 - 1],
      [all.map(({ pathExtra }) => pathExtra ?? Number.NaN), 1, 64],
    ];
    for (const [values, least, most] of ranges) {
      const [smallest, largest] = [Math.min(...values), Math.max(...values)];
      expect(smallest).toBeGreaterThanOrEqual(least);
      expect(smallest).toBeLessThan(least + (most - least) / 50);
      expect(largest).toBeLessThanOrEqual(most);
      expect(largest).toBeGreaterThan(most - (most - least) / 50);
      expect(values.every(Number.isInteger)).toBe(true);
    }
  });
});

describe('the link to the package', () => {
  test('is a path of the wanted length beside the folder of the invocation, which leads to the package', async () => {
    const directory = join(scratch(), 'invocation');
    const link = await linkPackage(SOURCE_ROOT, directory, LAYOUT);
    expect(link.startsWith(directory)).toBe(true);
    expect(link).toHaveLength(directory.length + 23);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(realpathSync(link)).toBe(realpathSync(SOURCE_ROOT));
    expect(JSON.parse(readFileSync(join(link, 'package.json'), 'utf8'))).toMatchObject({ name: 'evenloop' });
  });

  test('is none where no length was drawn', async () => {
    const folder = scratch();
    expect(await linkPackage(SOURCE_ROOT, join(folder, 'invocation'), AS_IT_IS)).toBe(SOURCE_ROOT);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is the path of the package itself where no link can be made, and nothing that stands there is touched', async () => {
    const folder = scratch();
    const directory = join(folder, 'invocation');
    writeFileSync(`${directory}--`, 'in the way');
    expect(await linkPackage(SOURCE_ROOT, directory, { ...LAYOUT, pathExtra: 2 })).toBe(SOURCE_ROOT);
    expect(readFileSync(`${directory}--`, 'utf8')).toBe('in the way');
    expect(await linkPackage(SOURCE_ROOT, directory, { ...LAYOUT, pathExtra: 300 })).toBe(SOURCE_ROOT);
    expect(readdirSync(folder)).toEqual(['invocation--']);
  });
});

describe('an invocation with a layout', () => {
  test('starts its runner from the link, says so in its record, and leaves nothing behind', async () => {
    const context = contextForTest();
    const commands: string[] = [];
    const record = await invoke(fakeStep(), fakeRuntime(), {
      ...context,
      layout: LAYOUT,
      onSpawned: async ({ command }) => void commands.push(...command),
    });
    expect(record.outcome).toEqual({ kind: 'ok' });
    const program = commands.find((part) => part.endsWith('/harness/testing/fake-runner.mjs')) ?? '';
    const link = program.slice(0, -'/harness/testing/fake-runner.mjs'.length);
    expect(link.startsWith(`${context.scratchDirectory}/i`)).toBe(true);
    expect(record.conditions).toEqual({
      ...UNTOUCHED,
      heapBlockBytes: 200_000,
      environmentBytes: 321,
      hashSeed: 4_294_967_295,
      pathLength: link.length,
    });
    expect(context.witness.armed.map(({ directory }) => directory.length + 23)).toEqual([link.length]);
    expectNothingLeft(context);
    expect(existsSync(join(SOURCE_ROOT, 'package.json'))).toBe(true);
  });

  test('gives its runner all of it: heap block, environment and hash seed', async () => {
    const context = contextForTest();
    const manifest = { ...fakeManifest('tells-its-layout'), environment: { HASH_SEED: '{hashSeed}' } };
    const record = await invoke(fakeStep(), { ...fakeRuntime(), manifest }, { ...context, layout: LAYOUT });
    const told = JSON.parse(/\{.*\}/.exec(failureOf(record)?.cause ?? '')?.[0] ?? '');
    expect(told).toEqual({ heapBlockBytes: 200_000, environmentBytes: 321, hashSeed: '4294967295' });
    expectNothingLeft(context);
  });

  test.each(['sigkill', 'exit-3', 'garbage-line', 'leaves-grandchild', 'closes-stdout'])(
    'leaves nothing behind of a runner with the fault %s either',
    async (fault) => {
      const context = contextForTest();
      await invoke(fakeStep(), fakeRuntime(fault), { ...context, layout: LAYOUT });
      expectNothingLeft(context);
    },
  );

  test('whose path cannot be made runs in the package itself, and says that it has no length', async () => {
    const context = contextForTest();
    const layout = { ...LAYOUT, pathExtra: 300 };
    const record = await invoke(fakeStep(), fakeRuntime(), { ...context, layout });
    expect(record.outcome).toEqual({ kind: 'ok' });
    expect(record.conditions).toMatchObject({ environmentBytes: 321, pathLength: null });
    expectNothingLeft(context);
  });

  test('whose folders cannot be made makes no link', async () => {
    const context = contextForTest();
    mkdirSync(context.runDirectory);
    writeFileSync(join(context.runDirectory, 'samples'), 'in the way');
    const record = await invoke(fakeStep(), fakeRuntime(), { ...context, layout: LAYOUT });
    expect(failureOf(record)?.code).toBe('EL3001');
    expect(record.conditions.pathLength).toBeNull();
    expect(readdirSync(context.scratchDirectory)).toEqual(['run']);
  });
});

describe('a block', () => {
  test.each([
    { name: 'across runtimes', sides: ['head'] as const, different: 2 },
    { name: 'of two builds', sides: ['base', 'head'] as const, different: 1 },
  ])('$name starts its members in $different layouts, as drawn', async ({ sides, different }) => {
    const request = { faults: ['none', 'takes-stalls'], sides };
    const { records, context } = await runFakeBlock(request);
    const drawn = fakeBlockSteps(request).map(layoutOf);
    for (const [i, { conditions, outcome }] of records.entries()) {
      const { pathExtra, ...rest } = drawn[i] ?? AS_IT_IS;
      const folder = context.witness.armed.find(({ invocation }) => invocation === records[i]?.id)?.directory;
      expect(outcome).toEqual({ kind: 'ok' });
      expect(conditions).toMatchObject({ ...rest, pathLength: (folder?.length ?? 0) + (pathExtra ?? 0) });
    }
    expect(new Set(records.map(({ conditions }) => JSON.stringify(conditions))).size).toBe(different);
    expectNobodyLeft(context);
  });
});
