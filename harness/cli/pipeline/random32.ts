// Random numbers that no runner can guess: seeds that were not given, nonces, secrets.
import { randomBytes } from 'node:crypto';

/** 32 bits of the operating system's generator. */
export function random32(): number {
  return randomBytes(4).readUInt32LE(0);
}
