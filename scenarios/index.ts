// All scenarios, in the order in which tables and pages show them.
import type { Scenario } from '../harness/contract/scenario.ts';
import { scenario as turn } from './dispatch/turn/scenario.ts';
import { scenario as burst } from './file_watch/burst/scenario.ts';
import { scenario as modify } from './file_watch/modify/scenario.ts';
import { scenario as fileReads } from './io_fanout/file_reads/scenario.ts';
import { scenario as gather } from './io_fanout/gather/scenario.ts';
import { scenario as tcpEcho } from './io_fanout/tcp_echo/scenario.ts';
import { scenario as deadlines } from './timers/deadlines/scenario.ts';
import { scenario as mass } from './timers/mass/scenario.ts';
import { scenario as sleepLoop } from './timers/sleep_loop/scenario.ts';

export const scenarios: readonly Scenario[] = [
  modify,
  burst,
  sleepLoop,
  deadlines,
  mass,
  tcpEcho,
  gather,
  fileReads,
  turn,
];
