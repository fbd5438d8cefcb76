// The limits of this process and of its user, from the kernel's text files.
import type { TextFiles } from '../run/environment/read-text.ts';
import type { LimitsSeen } from './seen.ts';

/** `link` reads a symbolic link, or answers with null. Node raises its own limit of open files when it starts, and runners inherit that. */
export function systemLimits(files: TextFiles, link: (path: string) => string | null): LimitsSeen {
  const inotify = '/proc/sys/fs/inotify';
  return {
    openFiles: openFilesOf(files.read('/proc/self/limits')),
    watches: least(files, [`${inotify}/max_user_watches`, '/proc/sys/user/max_inotify_watches']),
    watchInstances: least(files, [`${inotify}/max_user_instances`, '/proc/sys/user/max_inotify_instances']),
    watchInstancesUsed: usedInstances(files, link),
  };
}

/** The machine has a limit, and so has each user namespace, of which containers have one of their own. */
function least(files: TextFiles, paths: readonly string[]): number | null {
  const limits = paths.flatMap((path) => numberOf(files.read(path)) ?? []);
  return limits.length === 0 ? null : Math.min(...limits);
}

function openFilesOf(limits: string | null): number | null {
  const soft = /^Max open files\s+(\S+)/m.exec(limits ?? '')?.[1];
  if (soft === undefined) return null;
  return soft === 'unlimited' ? Number.MAX_SAFE_INTEGER : numberOf(soft);
}

function numberOf(text: string | null): number | null {
  return /^\d+\s*$/.test(text ?? '') ? Number(text) : null;
}

/** Of all processes whose descriptors may be seen: those of other users cannot. Null where there is no /proc. */
function usedInstances(files: TextFiles, link: (path: string) => string | null): number | null {
  const pids = files.list('/proc').filter((name) => /^\d+$/.test(name));
  if (pids.length === 0) return null;
  return pids
    .flatMap((pid) => files.list(`/proc/${pid}/fd`).map((fd) => link(`/proc/${pid}/fd/${fd}`)))
    .filter((target) => target === 'anon_inode:inotify').length;
}
