// The connections that somebody on this machine is waiting for, from the kernel's table: Linux alone has one to read.
import { readFileSync } from 'node:fs';

const TABLE = '/proc/net/tcp';
/** A SYN was sent, and nobody has answered. */
const SYN_SENT = '02';

/** How many of them go to each host at this port. Empty where the machine does not tell. */
export function attemptsAt(port: number): ReadonlyMap<string, number> {
  return attemptsIn(readTable(), port);
}

export function attemptsIn(table: string, port: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of table.split('\n')) {
    const [, , remote = '', state] = line.trim().split(/\s+/);
    const [address = '', remotePort = ''] = remote.split(':');
    if (state !== SYN_SENT || Number.parseInt(remotePort, 16) !== port) continue;
    const host = hostOf(address);
    found.set(host, (found.get(host) ?? 0) + 1);
  }
  return found;
}

/** The table has the address as one number in the byte order of the machine, little-endian wherever this runs. */
function hostOf(address: string): string {
  return [6, 4, 2, 0].map((from) => Number.parseInt(address.slice(from, from + 2), 16)).join('.');
}

function readTable(): string {
  try {
    return readFileSync(TABLE, 'latin1');
  } catch {
    return '';
  }
}
