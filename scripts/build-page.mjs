// Builds the assets of the pages: the bundled scripts of the report and of the atlas, and the style sheet. Part of `npm run build`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'reports', 'html');
/** Another folder than `dist/reports/html` when one is named. */
const target = resolve(process.argv[2] ?? join(root, 'dist', 'reports', 'html'));

async function bundle(entry) {
  const { output } = await build({
    input: join(source, 'client', entry),
    platform: 'browser',
    tsconfig: false,
    logLevel: 'warn',
    write: false,
    output: { format: 'iife', minify: true, comments: { legal: true, annotation: false, jsdoc: false } },
  });
  return output[0].code.trim();
}

mkdirSync(target, { recursive: true });
const [boot, main, atlas] = await Promise.all(['boot.ts', 'main.ts', 'atlas.ts'].map(bundle));
// The page is painted before the first part unpacks the second, which draws the charts: see `reports/html/page.ts`.
const script = `${boot}\n//# code\n${main}\n`;
writeFileSync(join(target, 'client.js'), script);
writeFileSync(join(target, 'atlas.js'), atlas);
const styles = [join(source, 'style.css'), join(source, 'client', 'client.css')];
writeFileSync(join(target, 'style.css'), styles.map((path) => tight(readFileSync(path, 'utf8'))).join(''));
const atlasStyle = readFileSync(join(root, 'reports', 'atlas', 'atlas.css'), 'utf8');
writeFileSync(join(target, 'atlas.css'), tight(atlasStyle));

/** Without comments and indentation. Line ends stay: they may part selectors or values. */
function tight(css) {
  return css
    .replaceAll(/\/\*[\s\S]*?\*\//gu, '')
    .replaceAll(/\n\s*/gu, '\n')
    .trimStart();
}
