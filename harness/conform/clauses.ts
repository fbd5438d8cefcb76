// The clauses of docs/writing-a-runner.md that a runner can be asked for: stable ids, one sentence each. Data.

/** What the clauses are taken from. */
export const CLAUSES_PAGE = 'docs/writing-a-runner.md';

export interface Clause {
  readonly id: string;
  /** The heading under which the page demands it. */
  readonly section: string;
  readonly text: string;
}

const SECTIONS = {
  rules: 'Rules',
  states: 'States and messages',
  record: 'What to record',
  sidecar: 'Sidecar files',
  unfinished: 'Rounds that do not end',
  stalls: 'Stalls',
  slices: 'Slices',
  scenarios: 'Is it conforming?',
} as const;

const TEXTS = {
  C101: ['rules', 'Fields that the runner does not know are ignored.'],
  C102: [
    'rules',
    'A line that is not a message is answered with `refused`, `id` null and code `bad-message`.',
  ],
  C103: ['rules', 'Each valid message is taken as one, whichever of its optional fields it has.'],
  C104: ['rules', 'A line of 1 MiB is read as any other.'],
  C105: ['rules', 'Each request gets one reply, in order, which repeats its id.'],
  C106: ['rules', 'stdout carries messages only.'],
  C107: ['rules', 'Each message of the runner has the form that its schema gives.'],
  C108: ['rules', 'The process ends with code 0 as soon as stdin ends.'],
  C109: ['rules', 'The process also ends when stdin ends in the middle of a round.'],
  C110: ['rules', 'The runner leaves no process behind.'],
  C111: ['rules', 'SIGTERM ends the process.'],
  C112: ['rules', 'The clock never goes backwards.'],
  C113: ['rules', 'The clock counts nanoseconds as they pass.'],
  C201: ['states', '`hello` is answered with `ready`.'],
  C202: ['states', '`ready` names the protocol of `hello` and the id of the manifest.'],
  C203: [
    'states',
    '`ready.runtime` has the version and the executable that evenloop found, and the implementation and the loop of the manifest.',
  ],
  C204: ['states', 'Before `hello` every request is refused as `bad-state`.'],
  C205: ['states', 'Another protocol is refused as `unsupported`, and another `hello` may follow.'],
  C206: ['states', 'A second `hello` is refused as `bad-state`.'],
  C207: ['states', '`clock` is answered in every state after `hello`.'],
  C208: [
    'states',
    'Before `prepare` the requests `round`, `slices` and `finish` are refused as `bad-state`.',
  ],
  C209: [
    'states',
    'An unknown scenario or style is refused as `unsupported`, and another `prepare` may follow.',
  ],
  C210: ['states', 'A second `prepare` is refused as `bad-state`.'],
  C211: ['states', 'After `finish` only `clock` is answered.'],
  C212: ['states', '`finished.totals` are the sums of what was reported.'],
  C213: ['states', '`clock.resolutionNs` is the smallest step of the clock, and no larger.'],
  C214: ['states', '`clock.epochNs` is the epoch on the clock that `clock.name` names.'],
  C301: ['record', 'With `record: "full"` all events are in the sidecar, and counts and digests are theirs.'],
  C302: ['record', 'With `record: "digest"` counts and digests are reported, and no events are stored.'],
  C303: ['record', 'With `record: "none"` only the number of operations is recorded.'],
  C304: [
    'record',
    'The window of a round lies between its request and its reply, and its number is repeated.',
  ],
  C401: ['sidecar', 'Segments are appended one after the other, whole, with the samples of each round.'],
  C501: [
    'unfinished',
    '`halt` is answered at once with what the round recorded, and the round gets no reply.',
  ],
  C502: ['unfinished', '`halt` without a round is refused as `bad-state`.'],
  C503: ['unfinished', 'In a traced round each event is in the trail as soon as it was emitted.'],
  C601: ['stalls', 'The loop stalls as requested, and `rounded.stalls` is the number of stalls.'],
  C701: [
    'slices',
    'Before the first round each token gets one byte, and `sliced` has the sum of all operations.',
  ],
  C702: [
    'slices',
    'After rounds, too, each token gets one byte, and `sliced` has the sum of all operations.',
  ],
  C703: ['slices', 'Times of slices are in order, and rounds behind slices mean the same as ever.'],
  C704: ['slices', 'Without a socket on file descriptor 3 the runner does not name the capability `slices`.'],
  C705: [
    'slices',
    'A workload without slices is answered with `failed`, code `no-slice`, and reads no token.',
  ],
  C706: ['slices', '`heapBlockBytes` of memory are allocated and touched before the workload opens.'],
  C801: ['scenarios', '`ready` names each scenario once, and each of its styles once.'],
  C802: ['scenarios', 'Each scenario in each style that `ready` names completes its smallest invocation.'],
  C803: ['scenarios', 'Each of these invocations keeps the contract of its scenario.'],
} as const satisfies Readonly<Record<string, readonly [keyof typeof SECTIONS, string]>>;

export type ClauseId = keyof typeof TEXTS;

/** In the order of the page. */
export const CLAUSES: readonly (Clause & { readonly id: ClauseId })[] = (
  Object.entries(TEXTS) as [ClauseId, readonly [keyof typeof SECTIONS, string]][]
).map(([id, [section, text]]) => ({ id, section: SECTIONS[section], text }));
