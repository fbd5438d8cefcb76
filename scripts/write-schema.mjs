// Writes the published JSON Schemas to schema/. Needs a build; `npm run schema` makes one first.
import { mkdirSync, writeFileSync } from 'node:fs';
import { publishedSchemas } from '../dist/harness/contract/published.js';

const folder = new URL('../schema/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, content] of publishedSchemas()) writeFileSync(new URL(name, folder), content);
