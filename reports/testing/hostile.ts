// Results in which every text tries to break the page, for the tests of escaping.
import { Value } from 'typebox/value';
import { RunResult } from '../../harness/contract/result.ts';

export const HOSTILE_TEXTS: readonly string[] = [
  '<script>globalThis.__hit=1</script>',
  '</script><script>globalThis.__hit=1</script>',
  '"><img src=x onerror="globalThis.__hit=1">',
  "' onmouseover='globalThis.__hit=1",
  '` onfocus=`globalThis.__hit=1` autofocus',
  '</title></style><svg onload=globalThis.__hit=1>',
  '<!--<script>',
  ']]><b>',
  '&lt;b&gt;&#60;b&#62;',
  '{{constructor}}${globalThis.__hit=1}',
  'javascript:globalThis.__hit=1',
  '\u202e\u2066\u0000\u001b[2J\ud800\u2028',
];

/** Makes the result with a suffix at the end of each text that may be any text. What refers to each other still does. */
export function suffixer(result: RunResult): (suffix: string) => RunResult {
  const fixed = fixedPaths(result);
  return (suffix) => {
    const changed = mapTexts(result, '', (text, path) => (fixed.has(path) ? text : text + suffix));
    if (!Value.Check(RunResult, changed)) throw new Error('a text was changed that may not be any text');
    return changed;
  };
}

/** Paths, list positions left out, of the texts that the schema fixes. */
function fixedPaths(result: RunResult): Set<string> {
  const paths = new Set<string>();
  mapTexts(result, '', (text, path) => {
    paths.add(path);
    return text;
  });
  return new Set(
    [...paths].filter(
      (path) =>
        !Value.Check(
          RunResult,
          mapTexts(result, '', (text, at) => (at === path ? `${text}?` : text)),
        ),
    ),
  );
}

function mapTexts(value: unknown, path: string, change: (text: string, path: string) => string): unknown {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, `${path}[]`, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item, `${path}.${key}`, change)]),
  );
}
