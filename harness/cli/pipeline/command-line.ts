// The command that repeats a run, as it is shown in the report: what was given, and the seed that was drawn.

export function commandLine(args: readonly string[], seed: number): string {
  const seeded = args.some((arg) => arg === '--seed' || arg.startsWith('--seed='));
  const all = seeded ? args : [...args, '--seed', String(seed)];
  return commandText(all);
}

/** As a shell takes it. */
export function commandText(args: readonly string[]): string {
  return ['evenloop', ...args.map(quoted)].join(' ');
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
