// Completions for zsh.
import { assertNever } from '../contract/failure.ts';
import type { CommandEntry, Suggestion } from './command-entry.ts';

/** Works both in a folder of `fpath` and through `eval`. */
export function zshCompletion(tree: readonly CommandEntry[]): string {
  const commands = tree.map(({ name, text }) => `    ${quoted(`${escaped(name)}:${text}`)}`);
  const cases = tree.map(({ name, options, argument }) => {
    const specs = options.map(({ name: option, text, value }) => {
      const repeated = value === null ? option : `*${option}=`;
      const shown = `${repeated}[${bracketed(text)}]`;
      return `        ${quoted(value === null ? shown : `${shown}:value:${action(value)}`)} \\`;
    });
    return `      ${name})\n        _arguments \\\n${specs.join('\n')}\n        ${quoted(`*:argument:${action(argument)}`)}\n        ;;`;
  });
  return `#compdef evenloop
# Completions of evenloop for zsh: eval "$(evenloop completions zsh)"
_evenloop() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_evenloop" ]; then
  _evenloop "$@"
else
  compdef _evenloop evenloop
fi
`;
}

function action(suggestion: Suggestion): string {
  const names = suggestion.names.map(escaped);
  switch (suggestion.kind) {
    case 'files':
      return names.length === 0
        ? '_files'
        : `{ _alternative 'names:name:(${names.join(' ')})' 'files:file:_files' }`;
    case 'list':
      return `_values -s , name ${names.join(' ')}`;
    case 'one':
      return names.length === 0 ? ' ' : `(${names.join(' ')})`;
    default:
      return assertNever(suggestion);
  }
}

function escaped(name: string): string {
  return name.replaceAll(':', '\\:');
}

function bracketed(text: string): string {
  return text.replaceAll(/[[\]:]/g, (sign) => `\\${sign}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
