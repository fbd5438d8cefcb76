// Holds what a program gave against the forms of its fields: the first that does not fit, by its name, and what would.
import { failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';

/** A whole number of a range, one of these words, or a thing by its kind. */
export type FieldForm =
  | { readonly from: number; readonly to: number }
  | readonly string[]
  | 'text'
  | 'text or false'
  | 'texts'
  | 'flag'
  | 'signal'
  | 'function';

export function misfit(request: object, forms: Readonly<Record<string, FieldForm>>): Failure | null {
  for (const [name, value] of Object.entries(request)) {
    const form = forms[name];
    if (form === undefined) return unknown(name, Object.keys(forms));
    if (value !== undefined && !fits(value, form))
      return failure('EL1004', `\`${name}\` is ${shown(value)}.`, `Give \`${name}\` ${wanted(form)}.`);
  }
  return null;
}

function unknown(name: string, names: readonly string[]): Failure {
  const guess = nearest(name, names);
  const next = guess === null ? `Give some of ${names.join(', ')}.` : `Did you mean \`${guess}\`?`;
  return failure('EL1003', `There is no \`${name}\` to ask for.`, next);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

function fits(value: unknown, form: FieldForm): boolean {
  if (form === 'text') return isText(value);
  if (form === 'text or false') return value === false || isText(value);
  if (form === 'texts') return Array.isArray(value) && value.every(isText);
  if (form === 'flag') return typeof value === 'boolean';
  if (form === 'signal') return value instanceof AbortSignal;
  if (form === 'function') return typeof value === 'function';
  if ('from' in form)
    return Number.isInteger(value) && Number(value) >= form.from && Number(value) <= form.to;
  return form.includes(String(value));
}

function wanted(form: FieldForm): string {
  if (form === 'text') return 'a text that is not empty';
  if (form === 'text or false') return 'a text that is not empty, or false';
  if (form === 'texts') return 'a list of texts that are not empty';
  if (form === 'flag') return 'true or false';
  if (form === 'signal') return 'the signal of an AbortController';
  if (form === 'function') return 'a function';
  if ('from' in form) return `a whole number from ${form.from} to ${form.to}`;
  return `one of ${form.join(', ')}`;
}

const shown = (value: unknown): string => JSON.stringify(value) ?? typeof value;
