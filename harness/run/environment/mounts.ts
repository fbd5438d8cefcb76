// Which file system a folder is on: notices, overflows and write costs differ between them.

/** The type of the deepest mount that holds `path`, from the text of `/proc/self/mounts`. Later mounts hide earlier ones. */
export function fileSystemOf(mounts: string | null, path: string): string | null {
  let found: { readonly depth: number; readonly type: string } | null = null;
  for (const line of (mounts ?? '').split('\n')) {
    const [, point, type] = line.split(' ');
    if (point === undefined || type === undefined || !point.startsWith('/')) continue;
    const root = unescaped(point);
    if (!holds(root, path)) continue;
    if (found === null || root.length >= found.depth) found = { depth: root.length, type };
  }
  return found?.type ?? null;
}

function holds(root: string, path: string): boolean {
  return root === '/' || path === root || path.startsWith(`${root}/`);
}

/** The kernel writes blanks and backslashes in mount points as three octal digits. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
