// Completions for fish.
import { assertNever } from '../contract/failure.ts';
import type { CommandEntry, Suggestion } from './command-entry.ts';

export function fishCompletion(tree: readonly CommandEntry[]): string {
  const names = tree.map(({ name }) => name).join(' ');
  const none = `not __fish_seen_subcommand_from ${names}`;
  const lines = tree.flatMap(({ name, text, options, argument }) => {
    const seen = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c evenloop -n ${quoted(none)} -a ${name} -d ${quoted(text)}`,
      ...options.map(
        (option) =>
          `complete -c evenloop ${seen} -l ${option.name.slice(2)} -d ${quoted(option.text)}${option.value === null ? '' : ` -x${offer(option.value)}`}`,
      ),
      ...(isEmpty(argument) ? [] : [`complete -c evenloop ${seen}${offer(argument)}`]),
    ];
  });
  return [
    '# Completions of evenloop for fish: evenloop completions fish | source',
    // What was typed of a list before its last comma stays in front of each name.
    'function __evenloop_list',
    "  set -l typed (commandline -ct | string replace -r '^--[a-z-]+=' '' | string match -r '^.*,')",
    '  for name in $argv',
    '    echo "$typed$name"',
    '  end',
    'end',
    'complete -c evenloop -f',
    `complete -c evenloop -n ${quoted(none)} -l help`,
    `complete -c evenloop -n ${quoted(none)} -l version`,
    ...lines,
    '',
  ].join('\n');
}

function offer(suggestion: Suggestion): string {
  switch (suggestion.kind) {
    case 'files':
      return ` -a ${quoted([...suggestion.names, '(__fish_complete_path (commandline -ct))'].join(' '))}`;
    case 'list':
      return ` -a ${quoted(`(__evenloop_list ${suggestion.names.join(' ')})`)}`;
    case 'one':
      return suggestion.names.length === 0 ? '' : ` -a ${quoted(suggestion.names.join(' '))}`;
    default:
      return assertNever(suggestion);
  }
}

function isEmpty(suggestion: Suggestion): boolean {
  return suggestion.kind !== 'files' && suggestion.names.length === 0;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
