// Which program runs this: Node, or another one that has Node's modules. What it calls itself, and what it offers beside them.
import { openLibc } from './libc.ts';
import type { Libc } from './libc.ts';

export interface Host {
  /** The id of the runner, as in its manifest. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly loop: string;
  readonly implementation: string;
  /** Null where Node's modules suffice: their clock is CLOCK_MONOTONIC, and their files are those of the process. */
  readonly libc: Libc | null;
  /** False where `node:fs` knows only the descriptors that it has opened itself. */
  readonly filesAreShared: boolean;
}

/** By `process.versions`, in which each names itself. Their version of `node` is the one whose modules they imitate. */
export function thisHost(versions: Readonly<Record<string, string | undefined>> = process.versions): Host {
  if (versions['bun'] !== undefined)
    return { ...named('bun', versions), loop: 'uSockets', libc: openLibc(), filesAreShared: true };
  if (versions['deno'] !== undefined)
    return { ...named('deno', versions), loop: 'tokio', libc: openLibc(), filesAreShared: false };
  return {
    ...named('node', versions),
    loop: `libuv ${versions['uv']}`,
    implementation: process.release.name,
    libc: null,
    filesAreShared: true,
  };
}

function named(id: string, versions: Readonly<Record<string, string | undefined>>) {
  return { id, name: id, implementation: id, version: versions[id] ?? '' };
}
