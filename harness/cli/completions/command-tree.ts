// The commands and options of the program, as the completions of every shell need them.
import type { Command, Option } from 'commander';
import { afterCommand, afterOption } from '../options/suggestions.ts';
import type { Names, Suggestion } from '../options/suggestions.ts';

export interface OptionEntry {
  readonly name: string;
  readonly text: string;
  /** Null: it takes no value. */
  readonly value: Suggestion | null;
}

export interface CommandEntry {
  readonly name: string;
  readonly text: string;
  readonly options: readonly OptionEntry[];
  readonly argument: Suggestion;
}

export function commandTree(program: Command, names: Names): readonly CommandEntry[] {
  return program.commands.map((command) => ({
    name: command.name(),
    text: command.description(),
    options: [
      ...command.options.flatMap((option) => optionEntry(option, names)),
      { name: '--help', text: 'what it does and takes', value: null },
    ],
    argument: afterCommand(command.name(), names),
  }));
}

function optionEntry(option: Option, names: Names): OptionEntry[] {
  const { long, description, hidden } = option;
  if (hidden || typeof long !== 'string') return [];
  const takesValue = option.required || option.optional;
  return [{ name: long, text: description, value: takesValue ? afterOption(long, names) : null }];
}
