// Says in words where a document that a person wrote breaks its schema: the place, what stands there, and what is admitted. Pure.
import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Errors } from 'typebox/value';
import { nearest } from './nearest.ts';

export interface SchemaTrouble {
  /** A sentence that names the place and what stands there. */
  readonly cause: string;
  /** What is admitted there, as a sentence. */
  readonly next: string;
}

/** What the messages read of a schema. */
interface SchemaPart {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly patternProperties?: Readonly<Record<string, SchemaPart>>;
  readonly items?: SchemaPart;
  readonly anyOf?: readonly SchemaPart[];
  readonly oneOf?: readonly { readonly required?: readonly string[] }[];
}

/** One for each place, in the order of the document; none when the value keeps the schema. */
export function schemaTroubles(schema: TSchema, value: unknown): readonly SchemaTrouble[] {
  const told = new Set<string>();
  return Errors(schema, value)
    .flatMap((error) => troublesOf(error, schema, value))
    .filter(({ cause }) => !told.has(cause) && told.add(cause));
}

function troublesOf(error: TLocalizedValidationError, schema: SchemaPart, value: unknown): SchemaTrouble[] {
  const { keyword, schemaPath, instancePath } = error;
  // Of alternatives the whole is told; what stands at a key that nobody knows is of no interest beside the key.
  if (/\/(anyOf|oneOf)\//.test(schemaPath) || keyword === 'boolean') return [];
  const steps = stepsOf(instancePath);
  const part = partAt(schema, steps);
  if (keyword === 'additionalProperties')
    return error.params.additionalProperties.map((key) => unknownKey(part, steps, key));
  if (keyword === 'required')
    return error.params.requiredProperties.map((key) => missingKey(part, steps, key));
  if (keyword === 'oneOf') return [wrongChoice(part, steps)];
  const place = placeOf(steps);
  return [{ cause: `${place} is ${shown(valueAt(value, steps))}.`, next: `${place} takes ${formOf(part)}` }];
}

function unknownKey(part: SchemaPart | undefined, steps: readonly string[], key: string): SchemaTrouble {
  const within = steps.length === 0 ? '' : ` in ${placeOf(steps)}`;
  if (part?.properties === undefined)
    return {
      cause: `${JSON.stringify(key)}${within} is no name that it takes.`,
      next: `${placeOf(steps)} takes ${formOf(part)}`,
    };
  const keys = Object.keys(part.properties);
  const near = nearest(key, keys);
  const all = `The keys are ${keys.join(', ')}.`;
  return {
    cause: `There is no key ${JSON.stringify(key)}${within}.`,
    next: near === null ? all : `Did you mean "${near}"? ${all}`,
  };
}

function missingKey(part: SchemaPart | undefined, steps: readonly string[], key: string): SchemaTrouble {
  const form = formOf(part?.properties?.[key]);
  return { cause: `${placeOf(steps)} has no "${key}".`, next: `Give "${key}": ${form}` };
}

/** An object that must have exactly one of some keys. */
function wrongChoice(part: SchemaPart | undefined, steps: readonly string[]): SchemaTrouble {
  const keys = (part?.oneOf ?? []).flatMap(({ required = [] }) => required).map(shown);
  return {
    cause: `${placeOf(steps)} has none of ${keys.join(' and ')}, or more than one.`,
    next: `Give ${keys.join(' or ')}.`,
  };
}

/**
 * What is admitted, up to the end of its sentences. A description that begins with a small letter says it all; one that is a sentence
 * follows the type.
 */
function formOf(part: SchemaPart | undefined): string {
  const { description } = part ?? {};
  if (description !== undefined && /^[^A-Z]/.test(description)) return `${description}.`;
  const form = constantsOf(part) ?? typeOf(part);
  return description === undefined ? `${form}.` : `${form}. ${description}`;
}

function constantsOf(part: SchemaPart | undefined): string | null {
  const alternatives = part?.anyOf ?? (part === undefined ? [] : [part]);
  const constants = alternatives.map((each) => each.const);
  if (constants.length === 0 || constants.includes(undefined)) return null;
  return constants.map(shown).join(' or ');
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a text',
};

function typeOf(part: SchemaPart | undefined): string {
  const types = [part?.type ?? []].flat().map((type) => TYPES[type] ?? type);
  const from = part?.minimum === undefined ? '' : ` from ${part.minimum}`;
  const to = part?.maximum === undefined ? '' : ` to ${part.maximum}`;
  return types.length === 0 ? 'another value' : `${types.join(' or ')}${from}${to}`;
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
function placeOf(steps: readonly string[]): string {
  if (steps.length === 0) return 'It';
  return steps.map((step, i) => (/^\d+$/.test(step) ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

const LONGEST_SHOWN = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? (value === undefined ? 'undefined' : typeof value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
