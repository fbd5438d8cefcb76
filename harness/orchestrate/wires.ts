// Where the messages of sessions go: into the file of `--wire`, and, for an invocation that turns out to diverge, into its bundle.
import type { Failure } from '../contract/failure.ts';
import { PRODUCT } from '../contract/product.ts';
import { wireDropped, wireHeader, wireLine } from '../contract/wire.ts';
import type { WireSession } from '../contract/wire.ts';
import type { WireLog } from '../run/session/wire-log.ts';
import type { Wires } from '../run/session/wires.ts';
import { openWireFile } from '../store/wire-file.ts';

export interface KeptWires extends Wires {
  /** What an invocation said, as a file; null where nothing is known of it. Asked once: it is forgotten then. */
  take(invocation: string): string | null;
  /** Ends the file; answers why it is not whole, where it is not. Nothing happens when it was ended already. */
  close(): Failure | null;
}

/** `path` null: no file. Throws a `FailureError` EL3001 when the file cannot be made. */
export function openWires(path: string | null): KeptWires {
  let file = path === null ? null : openWireFile(path, PRODUCT.version);
  const kept = new Map<string, readonly [WireSession, WireLog]>();
  return {
    tap: (session) => (entry) => file?.write(session, entry),
    keep(session, log) {
      if (session.invocation !== null) kept.set(session.invocation, [session, log]);
    },
    take(invocation) {
      const found = kept.get(invocation);
      kept.delete(invocation);
      return found === undefined ? null : textOf(...found);
    },
    close() {
      const trouble = file?.close() ?? null;
      file = null;
      return trouble;
    },
  };
}

function textOf(session: WireSession, log: WireLog): string {
  const dropped = log.dropped();
  return [
    wireHeader(PRODUCT.version),
    ...log.head().map((entry) => wireLine(session, entry)),
    ...(dropped === 0 ? [] : [wireDropped(dropped)]),
    ...log.tail().map((entry) => wireLine(session, entry)),
  ].join('');
}
