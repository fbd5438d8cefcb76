// The commands and options of the program, as the completions of every shell need them.
import type { Command, Option } from 'commander';
import type { CommandEntry, OptionEntry } from '../../completions/command-entry.ts';
import { afterCommand, afterOption } from './suggestions.ts';
import type { Names } from './suggestions.ts';

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
