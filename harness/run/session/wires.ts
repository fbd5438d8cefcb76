// Who wants to hear the messages of sessions: a port, so that carrying out an invocation knows of no file.
import type { WireSession } from '../../contract/wire.ts';
import type { WireLog, WireTap } from './wire-log.ts';

export interface Wires {
  /** A session begins. */
  tap(session: WireSession): WireTap;
  /** A session is over. */
  keep(session: WireSession, log: WireLog): void;
}
