// The events of every scenario, for the mutants that lose, repeat and exchange any of them.

/** The events that matter most in each scenario, and the rules that speak of them; in rounds without a trace the first that can. */
export interface Told {
  readonly scenario: string;
  readonly kinds: readonly string[];
  readonly rules: readonly string[];
  /** False where the order within a key is free. */
  readonly ordered: boolean;
}

export const TOLD: readonly Told[] = [
  { scenario: 'timers.sleep_loop', kinds: ['fire'], rules: ['T1'], ordered: true },
  { scenario: 'timers.deadlines', kinds: ['fire'], rules: ['T1', 'T4'], ordered: true },
  { scenario: 'timers.mass', kinds: ['fire'], rules: ['T1'], ordered: false },
  { scenario: 'io_fanout.tcp_echo', kinds: ['reply'], rules: ['I1'], ordered: true },
  { scenario: 'io_fanout.gather', kinds: ['result', 'failed'], rules: ['I6'], ordered: true },
  { scenario: 'io_fanout.file_reads', kinds: ['read'], rules: ['I1'], ordered: false },
  { scenario: 'file_watch.modify', kinds: ['settled'], rules: ['G1'], ordered: true },
  { scenario: 'file_watch.burst', kinds: ['settled'], rules: ['G1'], ordered: true },
  { scenario: 'timers.equal', kinds: ['fire'], rules: ['T1', 'T5'], ordered: true },
  { scenario: 'timers.cancel', kinds: ['fire'], rules: ['T1'], ordered: false },
  { scenario: 'timers.nested', kinds: ['fire'], rules: ['T1'], ordered: false },
  { scenario: 'timers.stall', kinds: ['fire'], rules: ['T1', 'T4'], ordered: true },
  { scenario: 'timers.interval', kinds: ['end'], rules: ['T8r'], ordered: false },
  { scenario: 'timers.clock', kinds: ['fire'], rules: ['T1'], ordered: true },
  { scenario: 'io_fanout.half_close', kinds: ['reply'], rules: ['I1', 'I2'], ordered: false },
  { scenario: 'io_fanout.reset', kinds: ['message'], rules: ['I1', 'I3'], ordered: true },
  { scenario: 'io_fanout.shutdown', kinds: ['answered'], rules: ['I1'], ordered: false },
  { scenario: 'io_fanout.connect_many', kinds: ['won', 'failed'], rules: ['I14'], ordered: false },
  { scenario: 'io_fanout.http_fetch', kinds: ['done'], rules: ['I1'], ordered: false },
  { scenario: 'io_fanout.http_serve', kinds: ['answered'], rules: ['I1', 'I2'], ordered: false },
  { scenario: 'io_fanout.pool', kinds: ['slow'], rules: ['I1'], ordered: false },
  { scenario: 'io_fanout.backpressure', kinds: ['end'], rules: ['I1'], ordered: false },
  { scenario: 'io_fanout.udp', kinds: ['received'], rules: ['I8'], ordered: false },
  { scenario: 'file_watch.lifecycle', kinds: ['settled'], rules: ['G1'], ordered: true },
  { scenario: 'file_watch.rename_over', kinds: ['settled'], rules: ['G1'], ordered: true },
  { scenario: 'file_watch.rewatch', kinds: ['settled'], rules: ['G1'], ordered: true },
  { scenario: 'dispatch.listeners', kinds: ['handle'], rules: ['L1', 'L3', 'L7'], ordered: true },
  { scenario: 'dispatch.mutate', kinds: ['call'], rules: ['L1', 'L7'], ordered: true },
  { scenario: 'dispatch.broadcast', kinds: ['deliver'], rules: ['L3'], ordered: true },
  { scenario: 'dispatch.iterate', kinds: ['consume'], rules: ['L3'], ordered: true },
  { scenario: 'dispatch.turn', kinds: ['hop'], rules: ['L3'], ordered: true },
  { scenario: 'dispatch.context', kinds: ['saw', 'own'], rules: ['L13', 'P1'], ordered: true },
  { scenario: 'file_watch.decoys', kinds: ['settled'], rules: ['G1'], ordered: true },
  { scenario: 'file_watch.many', kinds: ['settled'], rules: ['G1'], ordered: false },
  { scenario: 'file_watch.tree', kinds: ['settled'], rules: ['G1'], ordered: true },
  { scenario: 'file_watch.idle', kinds: ['settled'], rules: ['G1'], ordered: false },
  { scenario: 'file_watch.overflow', kinds: ['settled'], rules: ['G1'], ordered: false },
  { scenario: 'timers.extremes', kinds: ['fire'], rules: ['TX'], ordered: false },
  { scenario: 'io_fanout.pipes', kinds: ['out'], rules: ['I1'], ordered: false },
  { scenario: 'io_fanout.queue', kinds: ['taken'], rules: ['I11'], ordered: true },
  { scenario: 'io_fanout.cancel', kinds: ['ended'], rules: ['I7'], ordered: false },
  { scenario: 'io_fanout.unix_socket', kinds: ['reply'], rules: ['I1'], ordered: true },
  { scenario: 'ordering.defer', kinds: ['enter'], rules: ['L3', 'L4'], ordered: true },
  { scenario: 'ordering.round_robin', kinds: ['step'], rules: ['L8'], ordered: true },
  { scenario: 'ordering.phases', kinds: ['ran'], rules: ['L3', 'P1'], ordered: true },
  { scenario: 'ordering.errors', kinds: ['run'], rules: ['L6'], ordered: true },
  { scenario: 'ordering.starvation', kinds: ['fire'], rules: ['T1', 'S1'], ordered: false },
  { scenario: 'ordering.signals', kinds: ['received'], rules: ['L10'], ordered: true },
  { scenario: 'ordering.groups', kinds: ['begin', 'end', 'clean'], rules: ['L12', 'P1'], ordered: true },
  { scenario: 'ordering.primitives', kinds: ['begin', 'end'], rules: ['L14', 'P1'], ordered: true },
  { scenario: 'ordering.wakeup', kinds: ['woken'], rules: ['L9'], ordered: true },
];
