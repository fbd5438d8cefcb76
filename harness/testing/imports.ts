// What each file of this repository imports, read from its text, and where such arrows run in a circle.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { SOURCE_ROOT } from './fake-runtime.ts';

export interface Import {
  readonly from: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

/** What is made, fetched or kept by others. */
const FOREIGN = new Set(['node_modules', 'dist', 'out']);

export const readSource = (path: string): string => readFileSync(join(SOURCE_ROOT, path), 'utf8');

/** Every file of TypeScript or JavaScript, or with other ends, below a folder of this repository, whatever the folder is called. */
export function sources(folder = '', ends = /\.(ts|mjs)$/): string[] {
  return readdirSync(join(SOURCE_ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return FOREIGN.has(entry.name) || entry.name.startsWith('.') ? [] : sources(path, ends);
      return folder !== '' && ends.test(entry.name) ? [path] : [];
    })
    .sort();
}

export const isTest = (path: string): boolean => path.endsWith('.test.ts');
/** Tests, and what only they use. */
export const isTestSupport = (path: string): boolean => isTest(path) || /(^|\/)testing\//.test(path);

export function importsOf(path: string, text: string): Import[] {
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [
    ...[...text.matchAll(statement)].map((match) => ({
      from: path,
      target: sourceOf(match[2] ?? ''),
      typeOnly: match[1] !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map((match) => ({
      from: path,
      target: sourceOf(match[1] ?? ''),
      typeOnly: false,
    })),
    ...loadsOf(path, text),
  ];
}

/** Programs load what was compiled by its path below `dist`: each such path in quotes counts. */
function loadsOf(path: string, text: string): Import[] {
  if (!path.endsWith('.mjs')) return [];
  const loaded = /'((?:harness|scenarios|runners|reports|bench)\/[\w/-]+\.js)'/g;
  return [...text.matchAll(loaded)].map((match) => ({
    from: path,
    target: `./${relative(dirname(path), sourceOf(match[1] ?? ''))}`,
    typeOnly: false,
  }));
}

/** The file that a compiled one was made from. */
const sourceOf = (target: string): string =>
  /^(\.\.\/)+dist\/|^(harness|scenarios|runners|reports|bench)\//.test(target)
    ? target.replace('/dist/', '/').replace(/\.js$/, '.ts')
    : target;

/** The path of an imported file; null for a package. */
export function targetOf({ from, target }: Import): string | null {
  if (!target.startsWith('.')) return null;
  return relative(SOURCE_ROOT, resolve(SOURCE_ROOT, dirname(from), target));
}

/** The groups of names that can be reached from each other (Tarjan's strongly connected components of more than one). */
export function circlesIn(arrows: readonly (readonly [string, string])[]): string[][] {
  const next = new Map<string, string[]>();
  for (const [from, to] of arrows) next.set(from, [...(next.get(from) ?? []), to]);
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (name: string): number => {
    const number = order.size;
    order.set(name, number);
    low.set(name, number);
    open.push(name);
    for (const other of next.get(name) ?? []) {
      const reached = order.has(other)
        ? open.includes(other)
          ? (order.get(other) ?? 0)
          : number
        : visit(other);
      low.set(name, Math.min(low.get(name) ?? number, reached));
    }
    if (low.get(name) === number) {
      const group = open.splice(open.indexOf(name));
      if (group.length > 1 || next.get(name)?.includes(name) === true) circles.push(group.sort());
    }
    return low.get(name) ?? number;
  };
  for (const name of next.keys()) if (!order.has(name)) visit(name);
  return circles;
}
