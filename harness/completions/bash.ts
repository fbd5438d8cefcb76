// Completions for bash, without the package `bash-completion`.
import type { CommandEntry, Suggestion } from './command-entry.ts';

/** `=` breaks words in bash, so `--profile=smo` arrives as three of them; a list is completed behind its last comma. */
export function bashCompletion(tree: readonly CommandEntry[]): string {
  const values = tree.flatMap(({ name, options }) =>
    options.flatMap((option) =>
      option.value === null ? [] : [`    ${name}:${option.name}) ${offer(option.value)} ;;`],
    ),
  );
  const commands = tree.map(
    ({ name, options, argument }) =>
      `    ${name}) options="${options.map((option) => option.name).join(' ')}"; ${offer(argument)} ;;`,
  );
  return `# Completions of evenloop for bash: eval "$(evenloop completions bash)"
_evenloop() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" options="" kind="one" names="" prefix="" index
  COMPREPLY=()
  [ "$word" = "=" ] && word=""
  [ "$before" = "=" ] && before="\${COMP_WORDS[COMP_CWORD-2]}"
  [ "\${COMP_WORDS[COMP_CWORD]}" = "=" ] && before="\${COMP_WORDS[COMP_CWORD-1]}"
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      -*) ;;
      *) command="\${COMP_WORDS[index]}"; break ;;
    esac
  done
  if [ -z "$command" ]; then
    COMPREPLY=($(compgen -W "${tree.map(({ name }) => name).join(' ')} --help --version" -- "$word"))
    return
  fi
  case "$command:$before" in
${values.join('\n')}
    *)
      case "$command" in
${commands.map((line) => `    ${line}`).join('\n')}
      esac
      case "$word" in
        -*) COMPREPLY=($(compgen -W "$options" -- "$word")); return ;;
      esac
      ;;
  esac
  case "$kind" in
    files) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -W "$names" -- "$word")); return ;;
    list)
      case "$word" in
        *,*) prefix="\${word%,*},"; word="\${word##*,}" ;;
      esac
      compopt -o nospace 2>/dev/null ;;
  esac
  COMPREPLY=($(compgen -P "$prefix" -W "$names" -- "$word"))
  case "\${COMPREPLY[0]}" in
    *=) compopt -o nospace 2>/dev/null ;;
  esac
}
complete -F _evenloop evenloop
`;
}

function offer(suggestion: Suggestion): string {
  if (suggestion.kind === 'files' && suggestion.names.length === 0) return 'kind=files';
  return `kind=${suggestion.kind} names="${suggestion.names.join(' ')}"`;
}
