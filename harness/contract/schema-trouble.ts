// What is wrong with a file that a person wrote, in words: the field, what it holds, and what it may hold.
import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Compile } from 'typebox/compile';
import { nearest } from './nearest.ts';

/** So many troubles of one file are told at once. */
const MOST = 5;
const SHOWN_CHARACTERS = 80;

/** Empty when `value` fits `schema`. The words of a pattern are the `description` of its part of the schema. */
export function troublesOf(schema: TSchema, value: unknown): string[] {
  const told = Compile(schema)
    .Errors(value)
    .flatMap((error) => troubleOf(error, schema, value));
  return [...new Set(told)].slice(0, MOST);
}

function troubleOf(error: TLocalizedValidationError, schema: TSchema, value: unknown): string[] {
  const { keyword, schemaPath, instancePath } = error;
  // Of alternatives only the whole is told; a field that is forbidden is told by the object that has it.
  if (/\/(anyOf|oneOf)\//.test(schemaPath) || keyword === 'boolean') return [];
  const part = at(schema, schemaPath.slice(1));
  const where = instancePath === '' ? '' : `${instancePath}: `;
  const found = shown(at(value, instancePath));
  if (error.keyword === 'additionalProperties')
    return error.params.additionalProperties.map((name) => `${where}${unknownField(name, part)}`);
  if (error.keyword === 'required')
    return error.params.requiredProperties.map((name) => `${where}the field "${name}" is missing`);
  if (error.keyword === 'oneOf') return [`${where}it must have ${exactlyOne(part)}`];
  return [`${where}${found} ${objection(error, part)}`];
}

function objection(error: TLocalizedValidationError, part: unknown): string {
  if (error.keyword === 'const') return `must be ${shown(error.params.allowedValue)}`;
  if (error.keyword === 'anyOf') return `must be ${admitted(part) ?? 'of another form'}`;
  if (error.keyword === 'type') return `must be of the type ${[error.params.type].flat().join(' or ')}`;
  if (error.keyword === 'pattern')
    return `is not admitted. ${textOf(part, 'description') ?? error.params.pattern}`;
  return error.message;
}

function unknownField(name: string, part: unknown): string {
  const known = keysOf(property(part, 'properties'));
  if (known.length === 0) return `the name ${shown(name)} is not admitted`;
  const near = nearest(name, known);
  const guess = near === null ? '' : ` Did you mean "${near}"?`;
  return `there is no field "${name}".${guess} The fields are ${known.join(', ')}.`;
}

/** The constants of a union; null when it is of something else. */
function admitted(part: unknown): string | null {
  const alternatives = property(part, 'anyOf');
  if (!Array.isArray(alternatives)) return null;
  const constants = alternatives.map((each) => property(each, 'const'));
  return constants.some((each) => each === undefined) ? null : `one of ${constants.map(shown).join(', ')}`;
}

function exactlyOne(part: unknown): string {
  const alternatives = property(part, 'oneOf');
  const required = Array.isArray(alternatives) ? alternatives.map((each) => property(each, 'required')) : [];
  return `either ${required.flat().map(shown).join(' or ')}, one of the two`;
}

/** What a JSON pointer leads to. */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(property, value);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown, name: string): string | null {
  const text = property(value, name);
  return typeof text === 'string' ? text : null;
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}..` : text;
}
