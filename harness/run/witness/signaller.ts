// The stimulus `signals`: sends signals to a runner and to processes of its group when the workload asks, at moments that the workload cannot know.
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stimulus } from '../../contract/scenario.ts';
import { ENDING_SIGNALS, SIGNALS, signalPlan } from '../../contract/signal-plan.ts';
import type { Unused } from '../../contract/unused.ts';
import type { PlannedSignal, SignalPlan } from '../../contract/signal-plan.ts';
import { FROM_SIGNALLER, TO_SIGNALLER } from '../../contract/witness.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { frameCutter } from './frame-server.ts';
import { listen } from './listen.ts';
import type { ArmedWitness } from './port.ts';
import { groupOf } from './process-tree.ts';
import { leaving } from './unused.ts';

type Signals = Extract<Stimulus, { kind: 'signals' }>;
type Answer = (byte: number) => void;
type Kill = (pid: number, signal: NodeJS.Signals) => void;

export async function openSignaller(
  stimulus: Signals,
  context: WitnessContext,
  kill: Kill = killAnyway,
): Promise<ArmedWitness> {
  const sockets = new Set<Socket>();
  let current: SignalRound | null = null;
  let silence: Unused['lacks'] | null = 'connection';
  const server = createServer({ noDelay: true }, (socket) => {
    silence = 'request';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const answer: Answer = (byte) => void socket.write(Uint8Array.of(byte));
    const asked = (kind: number, pid: number, place: number): void => {
      // Nobody but a workload that speaks this wire may have signals sent, and nowhere but within its own process group.
      const known = current !== null && isOfRunner(pid, context) && current.ask(kind, pid, place, answer);
      silence = known ? null : 'wire';
      if (!known) socket.destroy();
    };
    socket.on('data', frameCutter(asked));
  });
  const endpoint = await listen(server);
  return {
    endpoints: { signals: endpoint },
    listening: async () => {},
    async beforeRound(round) {
      current?.end();
      const plan = signalPlan(context.secret, round, stimulus.singles, stimulus.burst);
      current = new SignalRound(plan, context, kill);
      silence ??= 'request';
      return {};
    },
    async afterRound() {
      const record = current?.end() ?? null;
      return record === null || silence === null ? record : leaving(record, 'signals', silence);
    },
    async disarm() {
      current?.end();
      current = null;
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isOfRunner(pid: number, { runners }: WitnessContext): boolean {
  const leaders = runners?.() ?? [];
  return pid > 1 && (leaders.includes(pid) || leaders.includes(groupOf(pid) ?? 0));
}

/** The signals of one round, in the order in which the workload asks for them. */
class SignalRound {
  readonly #plan: SignalPlan;
  readonly #directory: string;
  readonly #patienceMs: number;
  readonly #kill: Kill;
  readonly #sent = { singles: 0, burst: 0, blocked: 0, children: 0 };
  #patience: NodeJS.Timeout | undefined;
  #over = false;

  constructor(plan: SignalPlan, { directory, patienceMs }: WitnessContext, kill: Kill) {
    this.#plan = plan;
    this.#directory = directory;
    this.#patienceMs = patienceMs;
    this.#kill = kill;
    rmSync(join(directory, 'sent'), { force: true });
  }

  /** False: that is no question of this wire, or one too many. */
  ask(kind: number, pid: number, place: number, answer: Answer): boolean {
    clearTimeout(this.#patience);
    const single = this.#plan.singles[this.#sent.singles];
    const blocked = this.#plan.blocked[this.#sent.blocked];
    if (kind === TO_SIGNALLER.SINGLE && single !== undefined) {
      this.#sent.singles++;
      void this.#send(pid, single, answer);
    } else if (kind === TO_SIGNALLER.BURST && this.#sent.burst === 0) {
      this.#burst(pid);
      answer(FROM_SIGNALLER.SENT);
    } else if (kind === TO_SIGNALLER.BLOCKED && blocked !== undefined) {
      this.#sent.blocked++;
      void this.#send(pid, blocked, answer).then(() => {
        if (!this.#over) writeFileSync(join(this.#directory, 'sent'), '');
      });
    } else if (kind === TO_SIGNALLER.CHILD) {
      this.#sent.children++;
      this.#kill(pid, ENDING_SIGNALS[place] ?? 'SIGINT');
    } else return false;
    return true;
  }

  /** After its end it sends nothing any more: what a workload did not wait for must not meet its next round. */
  end(): WitnessRecord {
    clearTimeout(this.#patience);
    this.#over = true;
    return { kind: 'signals', ...this.#sent };
  }

  async #send(pid: number, { place, pauseMs }: PlannedSignal, answer: Answer): Promise<void> {
    await sleep(pauseMs);
    if (this.#over) return;
    this.#kill(pid, SIGNALS[place] ?? 'SIGHUP');
    this.#patience = setTimeout(() => answer(FROM_SIGNALLER.GIVEN_UP), this.#patienceMs);
  }

  #burst(pid: number): void {
    const { place, states } = this.#plan.burst;
    for (const state of states) {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(state);
      writeFileSync(join(this.#directory, 'state'), bytes);
      this.#kill(pid, SIGNALS[place] ?? 'SIGHUP');
      this.#sent.burst++;
    }
  }
}

function killAnyway(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile: then its end is what there is to see.
  }
}
