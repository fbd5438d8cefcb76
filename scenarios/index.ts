// All scenarios, in the order in which tables and pages show them.
import type { Scenario } from '../harness/contract/scenario.ts';
import { scenario as broadcast } from './dispatch/broadcast/scenario.ts';
import { scenario as context } from './dispatch/context/scenario.ts';
import { scenario as iterate } from './dispatch/iterate/scenario.ts';
import { scenario as listeners } from './dispatch/listeners/scenario.ts';
import { scenario as mutate } from './dispatch/mutate/scenario.ts';
import { scenario as turn } from './dispatch/turn/scenario.ts';
import { scenario as burst } from './file_watch/burst/scenario.ts';
import { scenario as decoys } from './file_watch/decoys/scenario.ts';
import { scenario as idle } from './file_watch/idle/scenario.ts';
import { scenario as many } from './file_watch/many/scenario.ts';
import { scenario as lifecycle } from './file_watch/lifecycle/scenario.ts';
import { scenario as modify } from './file_watch/modify/scenario.ts';
import { scenario as overflow } from './file_watch/overflow/scenario.ts';
import { scenario as renameOver } from './file_watch/rename_over/scenario.ts';
import { scenario as rewatch } from './file_watch/rewatch/scenario.ts';
import { scenario as tree } from './file_watch/tree/scenario.ts';
import { scenario as fileReads } from './io_fanout/file_reads/scenario.ts';
import { scenario as gather } from './io_fanout/gather/scenario.ts';
import { scenario as halfClose } from './io_fanout/half_close/scenario.ts';
import { scenario as reset } from './io_fanout/reset/scenario.ts';
import { scenario as connectMany } from './io_fanout/connect_many/scenario.ts';
import { scenario as httpFetch } from './io_fanout/http_fetch/scenario.ts';
import { scenario as httpServe } from './io_fanout/http_serve/scenario.ts';
import { scenario as pool } from './io_fanout/pool/scenario.ts';
import { scenario as shutdown } from './io_fanout/shutdown/scenario.ts';
import { scenario as backpressure } from './io_fanout/backpressure/scenario.ts';
import { scenario as udp } from './io_fanout/udp/scenario.ts';
import { scenario as unixSocket } from './io_fanout/unix_socket/scenario.ts';
import { scenario as cancelUnits } from './io_fanout/cancel/scenario.ts';
import { scenario as pipes } from './io_fanout/pipes/scenario.ts';
import { scenario as queue } from './io_fanout/queue/scenario.ts';
import { scenario as tcpEcho } from './io_fanout/tcp_echo/scenario.ts';
import { scenario as defer } from './ordering/defer/scenario.ts';
import { scenario as errors } from './ordering/errors/scenario.ts';
import { scenario as groups } from './ordering/groups/scenario.ts';
import { scenario as phases } from './ordering/phases/scenario.ts';
import { scenario as primitives } from './ordering/primitives/scenario.ts';
import { scenario as roundRobin } from './ordering/round_robin/scenario.ts';
import { scenario as signals } from './ordering/signals/scenario.ts';
import { scenario as starvation } from './ordering/starvation/scenario.ts';
import { scenario as wakeup } from './ordering/wakeup/scenario.ts';
import { scenario as deadlines } from './timers/deadlines/scenario.ts';
import { scenario as mass } from './timers/mass/scenario.ts';
import { scenario as cancel } from './timers/cancel/scenario.ts';
import { scenario as clock } from './timers/clock/scenario.ts';
import { scenario as equal } from './timers/equal/scenario.ts';
import { scenario as extremes } from './timers/extremes/scenario.ts';
import { scenario as interval } from './timers/interval/scenario.ts';
import { scenario as nested } from './timers/nested/scenario.ts';
import { scenario as stall } from './timers/stall/scenario.ts';
import { scenario as sleepLoop } from './timers/sleep_loop/scenario.ts';

export const scenarios: readonly Scenario[] = [
  modify,
  burst,
  lifecycle,
  renameOver,
  decoys,
  tree,
  many,
  overflow,
  idle,
  rewatch,
  sleepLoop,
  deadlines,
  mass,
  equal,
  cancel,
  nested,
  interval,
  stall,
  extremes,
  clock,
  tcpEcho,
  halfClose,
  reset,
  shutdown,
  connectMany,
  httpFetch,
  httpServe,
  udp,
  cancelUnits,
  unixSocket,
  pipes,
  queue,
  backpressure,
  gather,
  fileReads,
  pool,
  turn,
  listeners,
  mutate,
  broadcast,
  iterate,
  context,
  defer,
  roundRobin,
  phases,
  errors,
  starvation,
  wakeup,
  signals,
  groups,
  primitives,
];
