// The scenarios of this package and of folders from outside, each held against what a declaration must be.
import { pathToFileURL } from 'node:url';
import { scenarioObjections } from '../contract/define-scenario.ts';
import type { ScenarioDeclaration } from '../contract/define-scenario.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { stripsTypes } from '../contract/module-file.ts';
import type { Scenario } from '../contract/scenario.ts';
import { findScenarios } from './find-scenarios.ts';
import type { FoundScenario } from './find-scenarios.ts';
import { digestsOf } from './scenario-files.ts';

/** The package's own first. Throws a `FailureError` (EL1007) that names the file where a folder or a declaration is wrong. */
export async function loadScenarios(
  own: readonly Scenario[],
  folders: readonly string[],
): Promise<readonly Scenario[]> {
  const strips = stripsTypes(process.features);
  const found = folders.flatMap((folder) => findScenarios(folder, strips));
  const places = new Map(own.map(({ id }) => [id, 'this package']));
  const loaded: Scenario[] = [];
  // The same folder named twice is one folder.
  for (const each of new Map(found.map((one) => [one.folder, one])).values()) {
    const other = places.get(each.id);
    if (other !== undefined)
      throw bad(`${each.id} is in two places: ${other} and ${each.folder}.`, 'Rename one of the two.');
    places.set(each.id, each.folder);
    loaded.push(await loadScenario(each));
  }
  return [...own, ...loaded];
}

async function loadScenario({ id, root, folder, path }: FoundScenario): Promise<Scenario> {
  const declared = await declarationIn(path);
  const [first, ...others] = scenarioObjections(declared);
  if (first !== undefined)
    throw bad(`${path} does not declare a scenario: ${first}.`, 'Correct that declaration.', others);
  // The objections have looked at every field.
  const scenario = declared as ScenarioDeclaration;
  if (scenario.id !== id)
    throw bad(`${path} declares ${scenario.id}, and its folders say ${id}.`, 'Make id and folders the same.');
  return { ...scenario, origin: { root, folder, files: digestsOf(folder) } };
}

/** What the module exports as `scenario`, or by default. */
async function declarationIn(path: string): Promise<unknown> {
  const module = await imported(path);
  const declared = module['scenario'] ?? module['default'];
  if (declared !== undefined) return declared;
  const next = 'Write `export const scenario = defineScenario({ .. })`.';
  throw bad(`${path} exports no scenario.`, next);
}

async function imported(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    // Of `defineScenario`, which may be that of another copy of this package.
    if (error instanceof Error && error.name === 'FailureError' && 'failure' in error) {
      const { cause, evidence } = error.failure as Failure;
      throw bad(`${path}: ${cause}`, 'Correct that declaration.', evidence);
    }
    const [first = '', ...lines] = String(error instanceof Error ? (error.stack ?? error) : error).split(
      '\n',
    );
    const evidence = lines.slice(0, 6).map((line) => line.trim());
    throw bad(`${path} cannot be loaded: ${first}`, 'Correct that file.', evidence);
  }
}

function bad(cause: string, next: string, evidence: readonly string[] = []): FailureError {
  return new FailureError(
    failure(
      'EL1007',
      cause,
      `${next} docs/writing-a-scenario.md describes scenarios.`,
      evidence.slice(0, 12),
    ),
  );
}
