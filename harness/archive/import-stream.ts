// What `git fast-import` is told: one commit with files added to a tip, or the files of a tip without some, as a first commit. Pure.

interface NewCommit {
  readonly ref: string;
  /** The commit that it begins with; null: nothing. */
  readonly tip: string | null;
  readonly seconds: number;
  /** Drawn: equal commits of two writers would be one, and each would take it for its own. */
  readonly writer: string;
}

/** Paths are our own: letters, digits, `/`, `.` and `-`. */
export function additionInput({
  ref,
  tip,
  seconds,
  writer,
  files,
}: NewCommit & { readonly files: readonly (readonly [path: string, text: string])[] }): string {
  const last = files.at(-1)?.[0] ?? '';
  return [
    ...headOf(ref, seconds, `Add ${last}\n\nWriter: ${writer}`),
    ...(tip === null ? [] : [`from ${tip}`]),
    ...files.flatMap(([path, text]) => [`M 100644 inline ${path}`, data(text)]),
    'done\n',
  ].join('\n');
}

/** `tree`: that of the tip. `paths` may hold what is not ours, so they are quoted. */
export function rewriteInput({
  ref,
  tree,
  seconds,
  writer,
  paths,
}: Omit<NewCommit, 'tip'> & { readonly tree: string; readonly paths: readonly string[] }): string {
  return [
    ...headOf(ref, seconds, `Keep all but ${paths.length} files\n\nWriter: ${writer}`),
    `M 040000 ${tree} ""`,
    ...paths.map((path) => `D ${quoted(path)}`),
    'done\n',
  ].join('\n');
}

function headOf(ref: string, seconds: number, message: string): string[] {
  return [`commit ${ref}`, `committer evenloop <evenloop@localhost> ${seconds} +0000`, data(message)];
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;

const quoted = (path: string): string =>
  `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
