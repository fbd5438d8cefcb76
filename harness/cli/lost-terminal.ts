// A terminal that is gone must not end this process in its own way.
import { closeSync, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Node sets its terminal back at the very end and aborts (SIGABRT, once SIGSEGV; `ResetStdio` in its node.cc, seen with 20.20.2) where that
 * answers EIO, after a hang-up. It passes over a descriptor that is something else by then: a hung-up one becomes /dev/null.
 */
export function releaseLostTerminal(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      // What is left of a terminal is a character device and no terminal. /dev/null looks the same, and loses nothing.
      if (!fstatSync(descriptor).isCharacterDevice() || isatty(descriptor)) continue;
      closeSync(descriptor);
      // The lowest number that is free: this very one.
      openSync('/dev/null', 'r+');
    } catch {
      // It was closed before: nothing to set back.
    }
  }
}
