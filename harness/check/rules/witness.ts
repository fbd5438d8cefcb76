// Harness rule W3: the runner's record of a round agrees with what the harness's own witness saw.
import { statesOfActs } from '../../contract/act-plan.ts';
import { assertNever } from '../../contract/failure.ts';
import type { RoundRecord } from '../../contract/invocation.ts';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import { unusedText } from '../../contract/unused.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';
import { httpDrafts } from './http-witness.ts';
import { noticeDrafts } from './notice.ts';
import {
  addressDrafts,
  datagramDrafts,
  halfCloseDrafts,
  poolDrafts,
  relayDrafts,
  resetDrafts,
  shutdownDrafts,
} from './peer-witness.ts';
import { upstreamDrafts } from './upstream-witness.ts';
import { timerDrafts } from './timer-stamps.ts';
import type { WitnessedRound } from './witnessed-round.ts';

type Witnessed<Kind extends WitnessRecord['kind']> = Extract<WitnessRecord, { kind: Kind }>;

/** The cause first, where the witness knows it: what nobody connected to explains whatever is missing. */
export function witnessDrafts(seen: WitnessedRound): FindingDraft[] {
  const unused = seen.round.witness?.unused ?? [];
  return [...unused.map((each) => draft('W3', null, unusedText(each))), ...seenDrafts(seen)];
}

function seenDrafts(seen: WitnessedRound): FindingDraft[] {
  const { stimulus, round } = seen;
  const { witness } = round;
  switch (stimulus.kind) {
    case 'none':
      return [];
    case 'echo-proxy':
      return round.purpose === 'traced' ? proxyDrafts(stimulus, round.witness) : [];
    case 'edits':
      return round.witness?.kind === 'edits'
        ? editDrafts(seen, stimulus, round.witness)
        : [absent('file edits')];
    case 'burst':
      return round.witness?.kind === 'burst'
        ? burstDrafts(seen, stimulus, round.witness)
        : [absent('a burst')];
    case 'acts':
      return round.witness?.kind === 'acts' ? actDrafts(seen, stimulus, round.witness) : [absent('acts')];
    case 'files':
      return fileDrafts(stimulus, round.witness);
    case 'half-close':
      return round.witness?.kind === 'clients'
        ? halfCloseDrafts(seen.scenario, stimulus, round.witness)
        : [absent('clients')];
    case 'reset':
      return round.witness?.kind === 'clients' ? resetDrafts(stimulus, round.witness) : [absent('clients')];
    case 'relay':
      return witness?.kind === 'relay' ? relayDrafts(seen.scenario, stimulus, witness) : [absent('relay')];
    case 'datagrams':
      return round.witness?.kind === 'datagrams'
        ? datagramDrafts(seen.scenario, stimulus, round.witness)
        : [absent('datagrams')];
    case 'shutdown':
      return round.witness?.kind === 'shutdown'
        ? shutdownDrafts(seen.scenario, stimulus, round.witness)
        : [absent('clients')];
    case 'addresses':
      return round.witness?.kind === 'addresses'
        ? addressDrafts(seen.scenario, stimulus, round.witness)
        : [absent('addresses')];
    case 'upstreams':
      return upstreamDrafts(seen.scenario, stimulus, round.witness);
    case 'http-clients':
      return httpDrafts(seen.scenario, stimulus, round.witness);
    case 'pool':
      return round.witness?.kind === 'pool'
        ? poolDrafts(seen.scenario, stimulus, round.witness)
        : [absent('slow calls')];
    case 'signals':
      return round.witness?.kind === 'signals'
        ? signalDrafts(stimulus, round, round.witness)
        : [absent('signals')];
    case 'timers':
      return round.witness?.kind === 'timers'
        ? timerDrafts(seen, stimulus, round.witness)
        : [absent('timers')];
    default:
      return assertNever(stimulus);
  }
}

function proxyDrafts(
  stimulus: Extract<Stimulus, { kind: 'echo-proxy' }>,
  witness: WitnessRecord | null,
): FindingDraft[] {
  if (witness?.kind !== 'echo-proxy') return [absent('connections')];
  const drafts: FindingDraft[] = [];
  const { connections, bytesPerConnection: bytes } = stimulus;
  if (witness.connections.length !== connections)
    drafts.push(
      draft('W3', null, `${witness.connections.length} connections passed the proxy, not ${connections}`),
    );
  for (const [key, { bytesToServer, bytesToClient }] of witness.connections.entries())
    if (bytesToServer !== bytes || bytesToClient !== bytes)
      drafts.push(
        draft(
          'W3',
          key,
          `${bytesToServer} bytes passed to the server and ${bytesToClient} back, not ${bytes} each way`,
        ),
      );
  return drafts;
}

function editDrafts(
  seen: WitnessedRound,
  stimulus: Extract<Stimulus, { kind: 'edits' }>,
  witness: Witnessed<'edits'>,
): FindingDraft[] {
  const wanted = stimulus.edits.filter(({ op }) => op !== 'same').length;
  const drafts: FindingDraft[] = [];
  if (witness.edits.length !== wanted)
    drafts.push(draft('W3', null, `the writer made ${witness.edits.length} edits, not ${wanted}`));
  for (const { key, acknowledgedNs } of witness.edits)
    if (acknowledgedNs === null) drafts.push(lost(seen.scenario, key));
  const spans = witness.edits.map(({ beganNs, acknowledgedNs }) => ({ beganNs, acknowledgedNs }));
  return [...drafts, ...noticeDrafts(seen, spans)];
}

function burstDrafts(
  seen: WitnessedRound,
  stimulus: Extract<Stimulus, { kind: 'burst' }>,
  witness: Witnessed<'burst'>,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const wanted = Math.min(stimulus.files, stimulus.writes);
  if (witness.files.length !== wanted)
    drafts.push(draft('W3', null, `the writer wrote ${witness.files.length} files, not ${wanted}`));
  for (const { key, acknowledgedNs } of witness.files)
    if (acknowledgedNs === null) drafts.push(lost(seen.scenario, key));
  // Which file a notice of a burst is about is not recorded: each lies within the whole.
  const answered = witness.files.map((file) => file.acknowledgedNs);
  const last = answered.includes(null) ? null : Math.max(...answered.map((timeNs) => timeNs ?? 0));
  const spans = witness.files.map(() => ({ beganNs: witness.beganNs, acknowledgedNs: last }));
  return [...drafts, ...noticeDrafts(seen, spans)];
}

/** A lost deferred state is reported by the scenario's own rule, not here: the witness did not wait for it. */
function actDrafts(
  seen: WitnessedRound,
  stimulus: Extract<Stimulus, { kind: 'acts' }>,
  witness: Witnessed<'acts'>,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  // How many there are depends neither on the secret nor on the round.
  const wanted = statesOfActs(0, 0, stimulus.acts);
  const deferred = new Set(wanted.flatMap((state) => (state.deferred ? [state.index] : [])));
  if (witness.states.length !== wanted.length)
    drafts.push(
      draft('W3', null, `the writer carried out ${witness.states.length} changes, not ${wanted.length}`),
    );
  for (const { key, index, acknowledgedNs } of witness.states)
    if (acknowledgedNs === null && !deferred.has(index)) drafts.push(lost(seen.scenario, key));
  const rests = stimulus.acts.filter(({ op }) => op === 'rest').length;
  if (witness.rests.length !== rests)
    drafts.push(draft('W3', null, `the writer rested ${witness.rests.length} times, not ${rests}`));
  return [...drafts, ...noticeDrafts(seen, witness.states)];
}

/** Each of the processes that a traced round of `ordering.signals` starts is ended by one, and one of them once more after it handled the first. */
const SIGNALS_FOR_CHILDREN = 4;

/** Which signals arrived is for the rules of the scenario; here is only that the runner asked for all of them. */
function signalDrafts(
  stimulus: Extract<Stimulus, { kind: 'signals' }>,
  { purpose }: RoundRecord,
  witness: Witnessed<'signals'>,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  for (const part of ['singles', 'burst'] as const)
    if (witness[part] !== stimulus[part])
      drafts.push(draft('W3', null, `${witness[part]} signals (${part}) were sent, not ${stimulus[part]}`));
  const children = purpose === 'traced' ? SIGNALS_FOR_CHILDREN : 0;
  if (witness.children !== children)
    drafts.push(draft('W3', null, `${witness.children} processes were sent a signal, not ${children}`));
  if (witness.blocked === 0) drafts.push(draft('W3', null, 'no signal was sent while the loop was held up'));
  return drafts;
}

function fileDrafts(
  stimulus: Extract<Stimulus, { kind: 'files' }>,
  witness: WitnessRecord | null,
): FindingDraft[] {
  if (witness?.kind !== 'files') return [absent('files')];
  const wanted = stimulus.count - stimulus.missing.length;
  if (witness.written === wanted) return [];
  return [draft('W3', null, `${witness.written} files were written, not ${wanted}`)];
}

/** Convergence is the scenario's own promise G1; where it has no such rule, the witness's word stands. */
function lost(scenario: Scenario, key: number): FindingDraft {
  const rule = scenario.rules.some(({ id }) => id === 'G1') ? 'G1' : 'W3';
  const text = 'the last state was never acknowledged; the writer gave up waiting';
  return { ...draft(rule, key, text), class: rule === 'G1' ? 'missing' : 'witness' };
}

function absent(what: string): FindingDraft {
  return draft('W3', null, `the witness recorded no ${what} in this round`);
}

function draft(rule: string, key: number | null, text: string): FindingDraft {
  return { rule, class: 'witness', key, index: null, text, expected: [], observed: [] };
}
