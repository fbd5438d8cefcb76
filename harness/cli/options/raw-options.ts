// Reads single options as the command line gave them: text in, typed value or failure out.
import { durationMs } from '../../config/duration.ts';
import { FailureError, failure } from '../../contract/failure.ts';

/** What commander collected for one command, unchecked. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** The value of `--name`, or null when it was not given. */
export function textOption(raw: RawOptions, name: string): string | null {
  const value = raw[camelCase(name)];
  if (value === undefined) return null;
  if (typeof value !== 'string' || value.trim() === '') throw bad(name, value, 'a non-empty text');
  return value;
}

export function flagOption(raw: RawOptions, name: string): boolean {
  return raw[camelCase(name)] === true;
}

/** `a,b` and a repeated option alike; blanks around the commas do not count. */
export function listOption(raw: RawOptions, name: string): readonly string[] {
  const value = raw[camelCase(name)];
  if (value === undefined) return [];
  const texts = (Array.isArray(value) ? value : [value]).map(String);
  const items = texts.flatMap((text) => text.split(',')).map((item) => item.trim());
  if (items.some((item) => item === '')) throw bad(name, texts.join(','), 'names separated by commas');
  return items;
}

/** The values of an option that may stand several times, each as it is: a comma is part of it. */
export function textsOption(raw: RawOptions, name: string, wanted = 'a non-empty text'): readonly string[] {
  const value = raw[camelCase(name)];
  const texts = value === undefined ? [] : [value].flat().map(String);
  if (texts.some((text) => text.trim() === '')) throw bad(name, texts.join(' '), wanted);
  return texts;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export function integerOption(raw: RawOptions, name: string, { from, to }: Range): number | null {
  return numberOption(raw, name, { from, to }, /^-?\d+$/, `a whole number from ${from} to ${to}`);
}

export function decimalOption(raw: RawOptions, name: string, { from, to }: Range): number | null {
  return numberOption(raw, name, { from, to }, /^\d+(\.\d+)?$/, `a number from ${from} to ${to}`);
}

/** `90s`, `90`, `1.5m`, `2min` or `1h`, in milliseconds; the limits are in seconds. */
export function durationOption(raw: RawOptions, name: string, { from, to }: Range): number | null {
  const text = textOption(raw, name);
  if (text === null) return null;
  const ms = durationMs(text);
  if (ms === null || ms < from * 1000 || ms > to * 1000)
    throw bad(name, text, `a duration from ${from} s to ${to / 3600} h, as 90s or 5min`);
  return ms;
}

export function choiceOption<Choice extends string>(
  raw: RawOptions,
  name: string,
  choices: readonly Choice[],
): Choice | null {
  const text = textOption(raw, name);
  if (text === null) return null;
  const choice = choices.find((item) => item === text);
  if (choice === undefined) throw bad(name, text, `one of ${choices.join(', ')}`);
  return choice;
}

export function choicesOption<Choice extends string>(
  raw: RawOptions,
  name: string,
  choices: readonly Choice[],
): readonly Choice[] {
  return listOption(raw, name).map((item) => {
    const choice = choices.find((each) => each === item);
    if (choice === undefined)
      throw bad(name, item, `one or more of ${choices.join(', ')}, separated by commas`);
    return choice;
  });
}

function numberOption(
  raw: RawOptions,
  name: string,
  { from, to }: Range,
  form: RegExp,
  wanted: string,
): number | null {
  const text = textOption(raw, name);
  if (text === null) return null;
  const value = Number(text);
  if (!form.test(text) || value < from || value > to) throw bad(name, text, wanted);
  return value;
}

function bad(name: string, value: unknown, wanted: string): FailureError {
  return new FailureError(
    failure('EL1004', `--${name} is ${JSON.stringify(value)}.`, `Give --${name} ${wanted}.`),
  );
}

/** Commander's own naming of options with several words. */
function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
