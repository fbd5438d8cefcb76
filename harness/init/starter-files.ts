// The files of a new project, from the example that lies in the package: what is in `examples/starter` is what `init` writes.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readForeignText } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';

export interface StarterFile {
  /** From the folder of the project, with slashes. */
  readonly path: string;
  readonly content: string;
}

const STARTER = join('examples', 'starter');
/** What an example gathers when somebody runs it. */
const NO_PART = /(^|\/)(__pycache__|node_modules|reports)(\/|$)/;
const MODULE_CONFIG = 'evenloop.config.mjs';

/** The JSON form has no room for comments: what may stand in it is told by its schema. */
const JSON_CONFIG: StarterFile = {
  path: 'evenloop.config.json',
  content: `${JSON.stringify(
    {
      $schema: './node_modules/evenloop/schema/config.schema.json',
      scenarios: ['scenarios'],
      reference: 'node/promises',
      subjects: [],
    },
    null,
    2,
  )}\n`,
};

/** In the order in which they are told: the config first. */
export function starterFiles(packageRoot: string, config: 'module' | 'json'): readonly StarterFile[] {
  const root = join(packageRoot, STARTER);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => !NO_PART.test(path) && statSync(join(root, path)).isFile())
    .sort()
    .map((path) => ({ path, content: readForeignText(join(root, path), STORED.text) }));
  const [own, others] = [files.filter(isConfig), files.filter((file) => !isConfig(file))];
  return [...(config === 'json' ? [JSON_CONFIG] : own), ...others];
}

const isConfig = ({ path }: StarterFile): boolean => path === MODULE_CONFIG;
