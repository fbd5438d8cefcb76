// What the fake runner says that is not so, by the name of the fault: its clock, the rows that it records, and its report of a round.

const TIMES = {
  // Ten times as fast as it should be.
  'fast-clock': (ns) => 10 * ns,
  'slow-clock': (ns) => Math.floor(ns / 10),
};

/** A clock that steps, from its first reading on. */
const STEPS_NS = { 'has-a-coarse-clock': 1_000_000 };

/** Rows are arrays of columns: samples [ns], events [time, key, id, digest, kind]. Changes them in place. */
const ROWS = {
  'no-samples': ({ samples }) => void samples.splice(0),
  'extra-samples': ({ samples }) => void samples.push([123_457]),
  'constant-samples': ({ samples }) => samples.forEach((sample) => sample.fill(100_000)),
  // By a clock that moves once in 200 us.
  'coarse-samples': ({ samples }) =>
    samples.forEach((sample, i) => sample.fill(200_000 * (Math.floor(sample[0] / 200_000) + (i % 2)))),
  'smaller-samples': ({ samples }) => samples.forEach((sample) => (sample[0] -= 900_000)),
  'long-samples': ({ samples, startNs, endNs }) => void (samples[0][0] = 3 * (endNs - startNs)),
  'early-samples': ({ samples }) => samples.forEach((sample) => (sample[0] -= 30_000_000)),
  'event-twice': ({ events }) => void events.push(events.at(-1)),
  'event-outside': ({ events, endNs }) => void (events.at(-1)[0] = endNs + 1000),
  'event-early': ({ events, code }) => {
    const arm = events.findIndex((event) => event[4] === code.arm);
    if (arm >= 0) events[arm + 1][0] = events[arm][0] + 1000;
  },
};

const REPORTS = {
  'lies-about-digests': (told) => {
    told.digests[0].sequence.crc = (told.digests[0].sequence.crc ^ 1) >>> 0;
  },
  'starts-too-early': (told) => {
    told.startNs = 1;
  },
  'ends-too-late': (told) => {
    told.endNs += 60_000_000_000;
  },
  'overstates-cpu': (told) => {
    told.resources.userCpuNs += 5_000_000_000;
  },
  'understates-cpu': (told) => {
    told.resources.userCpuNs = 0;
    told.resources.systemCpuNs = 0;
  },
};

/** The handshake has believed the clock by then. */
let readings = 0;
const HANDSHAKE = 8;

export function lieAboutTime(fault, ns) {
  const stepNs = STEPS_NS[fault] ?? 1;
  if (stepNs > 1) return Math.floor(ns / stepNs) * stepNs;
  return readings++ > HANDSHAKE && fault in TIMES ? TIMES[fault](ns) : ns;
}

export function lieAboutRows(fault, rows) {
  ROWS[fault]?.(rows);
}

export function lieAboutRound(fault, told) {
  REPORTS[fault]?.(told);
  return told;
}
