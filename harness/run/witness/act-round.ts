// One round of acts: each turn goes on to the next change that must be noticed, and waits until the workload acknowledges it.
import type { ActState, PlannedAct } from '../../contract/act-plan.ts';
import { FROM_WRITER } from '../../contract/witness.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import type { FrameServer } from './frame-server.ts';
import { performAct } from './path-acts.ts';
import { readWakeUps } from './process-tree.ts';
import { Rest } from './rest.ts';
import type { RestRecord } from './rest.ts';
import type { WriterRound } from './writer.ts';

type ActsRecord = Extract<WitnessRecord, { kind: 'acts' }>;

/** A state that has not been acknowledged yet. */
interface Owed {
  readonly state: ActState;
  readonly beganNs: number;
  readonly endedNs: number;
}

/** `asked`: the workload may ask for the next turn. `waiting`: for acknowledgements. `resting`: for the end of a rest. */
type Phase = 'asked' | 'waiting' | 'resting';

export class ActRound implements WriterRound {
  readonly #acts: readonly PlannedAct[];
  readonly #round: number;
  readonly #send: FrameServer['send'];
  readonly #context: WitnessContext;
  readonly #states: ActsRecord['states'][number][] = [];
  readonly #rests: RestRecord[] = [];
  #owed: readonly Owed[] = [];
  #next = 0;
  #phase: Phase = 'asked';
  #timer: NodeJS.Timeout | undefined;
  #resting: Rest | undefined;

  constructor(
    acts: readonly PlannedAct[],
    round: number,
    send: FrameServer['send'],
    context: WitnessContext,
  ) {
    this.#acts = acts;
    this.#round = round;
    this.#send = send;
    this.#context = context;
  }

  go(): void {
    // A workload that asks for more before the turn is over has to wait: that is the rule it broke.
    if (this.#phase === 'asked') this.#advance();
  }

  state(key: number, digest: number): void {
    // Another digest is legal: the state in the middle of a save, or one from before it.
    const found = this.#owed.find(({ state }) => state.key === key && state.digest === digest);
    if (found === undefined) return;
    this.#settle(found, this.#context.now());
    if (this.#phase === 'waiting' && this.#owed.every(({ state }) => state.deferred)) this.#endTurn();
  }

  end(): WitnessRecord {
    clearTimeout(this.#timer);
    this.#resting?.cancel();
    for (const left of this.#owed) this.#settle(left, null);
    this.#next = this.#acts.length;
    return { kind: 'acts', states: this.#states, rests: this.#rests };
  }

  #advance(): void {
    while (this.#next < this.#acts.length) {
      const planned = this.#acts[this.#next++] as PlannedAct;
      if (planned.act.op === 'rest') return this.#rest(planned.act.ms);
      if (planned.act.op === 'turn') return this.#endTurn();
      this.#perform(planned);
      if (planned.states.every(({ deferred }) => deferred)) continue;
      this.#phase = 'waiting';
      this.#timer = setTimeout(() => this.#lose(), this.#context.patienceMs);
      return;
    }
    // A workload that asks to go on has acknowledged all it knew: a deferred change without an acknowledgement is lost.
    this.#giveUp();
    this.#send(FROM_WRITER.DONE, this.#acts.length, 0);
  }

  #perform(planned: PlannedAct): void {
    const beganNs = this.#context.now();
    performAct(planned, this.#round, this.#context);
    const endedNs = this.#context.now();
    this.#owed = [...this.#owed, ...planned.states.map((state) => ({ state, beganNs, endedNs }))];
  }

  #rest(ms: number): void {
    const context = this.#context;
    this.#phase = 'resting';
    this.#resting = new Rest(
      ms,
      { now: () => context.now(), read: () => readWakeUps(context.runners?.() ?? []) },
      (record) => {
        this.#rests.push(record);
        this.#phase = 'asked';
        this.#advance();
      },
    );
  }

  #settle({ state, beganNs, endedNs }: Owed, acknowledgedNs: number | null): void {
    const { index, key, digest } = state;
    this.#owed = this.#owed.filter((other) => other.state !== state);
    this.#states.push({ index, key, digest, beganNs, endedNs, acknowledgedNs });
    if (acknowledgedNs !== null) this.#send(FROM_WRITER.SETTLED, key, index);
  }

  #giveUp(): void {
    for (const lost of this.#owed) {
      this.#settle(lost, null);
      this.#send(FROM_WRITER.LOST, lost.state.key, lost.state.index);
    }
  }

  #lose(): void {
    this.#giveUp();
    // One lost change is evidence enough. Each further one would only cost the patience again, up to the limit of the round.
    this.#next = this.#acts.length;
    this.#endTurn();
  }

  #endTurn(): void {
    clearTimeout(this.#timer);
    this.#phase = 'asked';
    this.#send(FROM_WRITER.ACTED, this.#next - 1, 0);
  }
}
