// Says in words where a value breaks a schema: the path, what stands there, and what is admitted. Pure.
import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import { nearest } from '../contract/nearest.ts';

export interface SchemaTrouble {
  /** A sentence that names the path and what stands there. */
  readonly cause: string;
  /** What is admitted there, as a sentence. */
  readonly next: string;
}

/** What the messages read of a schema. */
interface SchemaPart {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly patternProperties?: Readonly<Record<string, SchemaPart>>;
  readonly items?: SchemaPart;
}

/** One for each place, in the order of the document; none when the value keeps the schema. */
export function schemaTroubles(schema: TSchema, value: unknown): readonly SchemaTrouble[] {
  const told = new Set<string>();
  return Errors(schema, value).flatMap((error): SchemaTrouble[] => {
    const steps = stepsOf(error.instancePath);
    // What stands at a key that nobody knows is of no interest beside the key.
    if (error.keyword === 'boolean') return [];
    const troubles =
      error.keyword === 'additionalProperties'
        ? error.params.additionalProperties.map((key) => unknownKey(schema, steps, key))
        : error.keyword === 'required'
          ? error.params.requiredProperties.map((key) => missingKey(schema, steps, key))
          : [wrongValue(schema, steps, value)];
    return troubles.filter(({ cause }) => !told.has(cause) && told.add(cause));
  });
}

function unknownKey(schema: SchemaPart, steps: readonly string[], key: string): SchemaTrouble {
  const part = partAt(schema, steps);
  const place = steps.length === 0 ? '' : ` in ${pathText(steps)}`;
  if (part?.properties === undefined)
    return {
      cause: `${JSON.stringify(key)}${place} is no name that it takes.`,
      next: `${pathText(steps)} takes ${part?.description ?? 'other names'}.`,
    };
  const keys = Object.keys(part.properties);
  const near = nearest(key, keys);
  const all = `The keys are ${keys.join(', ')}.`;
  return {
    cause: `There is no key ${JSON.stringify(key)}${place}.`,
    next: near === null ? all : `Did you mean "${near}"? ${all}`,
  };
}

function missingKey(schema: SchemaPart, steps: readonly string[], key: string): SchemaTrouble {
  const place = steps.length === 0 ? 'It' : pathText(steps);
  const admitted = partAt(schema, [...steps, key])?.description ?? 'a value';
  return { cause: `${place} has no "${key}".`, next: `Give "${key}": ${admitted}.` };
}

function wrongValue(schema: SchemaPart, steps: readonly string[], root: unknown): SchemaTrouble {
  const part = partAt(schema, steps);
  const path = steps.length === 0 ? 'It' : pathText(steps);
  return {
    cause: `${path} is ${shown(valueAt(root, steps))}.`,
    next: `${path} takes ${part?.description ?? 'another value'}.`,
  };
}

function partAt(schema: SchemaPart, steps: readonly string[]): SchemaPart | undefined {
  let part: SchemaPart | undefined = schema;
  for (const step of steps)
    part = part?.properties?.[step] ?? Object.values(part?.patternProperties ?? {})[0] ?? part?.items;
  return part;
}

function valueAt(root: unknown, steps: readonly string[]): unknown {
  let value = root;
  for (const step of steps)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  return value;
}

/** The steps of a JSON pointer. */
function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `subjects[0].environment.TZ`: as one writes it in a program. */
function pathText(steps: readonly string[]): string {
  return steps.map((step, i) => (/^\d+$/.test(step) ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

const LONGEST_SHOWN = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? (value === undefined ? 'undefined' : typeof value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
