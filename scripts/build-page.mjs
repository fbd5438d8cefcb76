// Builds the two assets of the report page: the bundled script and the style sheet. Part of `npm run build`.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'reports', 'html');
/** Another folder than `dist/reports/html` when one is named. */
const target = resolve(process.argv[2] ?? join(root, 'dist', 'reports', 'html'));

mkdirSync(target, { recursive: true });
await build({
  input: join(source, 'client', 'main.ts'),
  platform: 'browser',
  tsconfig: false,
  logLevel: 'warn',
  output: {
    file: join(target, 'client.js'),
    format: 'iife',
    minify: true,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
});
copyFileSync(join(source, 'style.css'), join(target, 'style.css'));
