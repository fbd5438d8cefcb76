// Whether this process was started to outlive its terminal.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Node restores the usual meaning of every signal when it starts (`PlatformInit` in its node.cc; seen with 20.20.2), so that what was ignored
 * before cannot be asked any more. Two traces of it remain: a shell says in `_` which program it started, and a parent that ignores the
 * signal itself, as after `trap '' HUP`, hands that on.
 */
export function isHangupIgnored(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  parentStatus: string | null = statusOf(process.ppid),
): boolean {
  return basename(environment['_'] ?? '') === 'nohup' || ignores(parentStatus);
}

/** The first bit is that of signal 1. */
function ignores(status: string | null): boolean {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status ?? '')?.[1];
  return mask !== undefined && (BigInt(`0x${mask}`) & 1n) === 1n;
}

function statusOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
}
