// The form of data that people write in a program of their own: what is wrong with a value, in words, with the place. Pure.
import { nearest } from './nearest.ts';

/** Says each objection to `value`, which stands at `path`, in one sentence. */
export type Form = (value: unknown, path: string, say: (objection: string) => void) => void;

export const text: Form = (value, path, say) => {
  if (typeof value !== 'string' || value.trim() === '') say(`${path} must be a text, and is ${shown(value)}`);
};

export const flag: Form = (value, path, say) => {
  if (typeof value !== 'boolean') say(`${path} must be true or false, and is ${shown(value)}`);
};

export const action: Form = (value, path, say) => {
  if (typeof value !== 'function') say(`${path} must be a function, and is ${shown(value)}`);
};

export const anything: Form = () => {};

export const number =
  (least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): Form =>
  (value, path, say) => {
    if (typeof value !== 'number' || !(value >= least && value <= most))
      say(`${path} must be a number${limits(least, most)}, and is ${shown(value)}`);
  };

export const whole =
  (least = 0, most = Number.POSITIVE_INFINITY): Form =>
  (value, path, say) => {
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > most)
      say(`${path} must be a whole number${limits(least, most)}, and is ${shown(value)}`);
  };

/** `means` says the pattern in words. */
export const matching =
  (pattern: RegExp, means: string): Form =>
  (value, path, say) => {
    if (typeof value !== 'string' || !pattern.test(value))
      say(`${path} must be ${means}, and is ${shown(value)}`);
  };

export const oneOf =
  (...admitted: readonly unknown[]): Form =>
  (value, path, say) => {
    if (admitted.includes(value)) return;
    const guess = typeof value === 'string' ? nearest(value, admitted.map(String)) : null;
    const hint = guess === null ? '' : `: did you mean ${JSON.stringify(guess)}?`;
    say(
      `${path} must be ${admitted.map((each) => JSON.stringify(each)).join(' or ')}, and is ${shown(value)}${hint}`,
    );
  };

/** A value that any of these forms takes. `means` says what they are together. */
export const either =
  (means: string, ...forms: readonly Form[]): Form =>
  (value, path, say) => {
    if (forms.every((form) => objectionsTo(value, path, form).length > 0))
      say(`${path} must be ${means}, and is ${shown(value)}`);
  };

export const list =
  (of: Form, least = 0): Form =>
  (value, path, say) => {
    if (!Array.isArray(value)) return say(`${path} must be a list, and is ${shown(value)}`);
    if (value.length < least) say(`${path} must have at least ${least} entries, and has ${value.length}`);
    for (const [index, each] of value.entries()) of(each, `${path}[${index}]`, say);
  };

export const record =
  (of: Form): Form =>
  (value, path, say) => {
    if (!isObject(value)) return say(`${path} must be an object, and is ${shown(value)}`);
    for (const [name, each] of Object.entries(value)) of(each, `${path}.${name}`, say);
  };

export type Fields = Readonly<Record<string, Form>>;

export const object =
  (needed: Fields, optional: Fields = {}): Form =>
  (value, path, say) => {
    if (!isObject(value)) return say(`${path} must be an object, and is ${shown(value)}`);
    const fields = { ...needed, ...optional };
    const names = Object.keys(fields);
    for (const name of Object.keys(needed)) if (value[name] === undefined) say(`${path} has no ${name}`);
    for (const [name, each] of Object.entries(value)) {
      const form = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (form === undefined) say(unknownField(path, name, names));
      else if (each !== undefined) form(each, `${path}.${name}`, say);
    }
  };

/** An object whose `kind` decides which fields it has: needed ones, and those that may be absent. */
export const byKind =
  <Kind extends string>(
    kinds: Readonly<Record<Kind, Fields | readonly [Fields, Fields]>>,
    common: Fields = {},
  ): Form =>
  (value, path, say) => {
    if (!isObject(value)) return say(`${path} must be an object with a kind, and is ${shown(value)}`);
    const known = Object.entries<Fields | readonly [Fields, Fields]>(kinds);
    const found = known.find(([kind]) => kind === value['kind']);
    if (found === undefined) return oneOf(...known.map(([kind]) => kind))(value['kind'], `${path}.kind`, say);
    const [needed, optional] = isPair(found[1]) ? found[1] : [found[1], {}];
    object({ kind: text, ...common, ...needed }, optional)(value, path, say);
  };

export function objectionsTo(value: unknown, path: string, form: Form): string[] {
  const objections: string[] = [];
  form(value, path, (objection) => objections.push(objection));
  return objections;
}

function isPair(fields: Fields | readonly [Fields, Fields]): fields is readonly [Fields, Fields] {
  return Array.isArray(fields);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unknownField(path: string, name: string, names: readonly string[]): string {
  const guess = nearest(name, names);
  const next = guess === null ? `it may have ${names.join(', ')}` : `did you mean ${guess}?`;
  return `${path} has the unknown field ${name}: ${next}`;
}

function limits(least: number, most: number): string {
  if (Number.isFinite(least) && Number.isFinite(most)) return ` from ${least} to ${most}`;
  return Number.isFinite(least) ? ` from ${least} on` : '';
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent';
  if (typeof value === 'function') return 'a function';
  const written = JSON.stringify(value) ?? typeof value;
  return written.length > 60 ? `${written.slice(0, 57)}...` : written;
}
