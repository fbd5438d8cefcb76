// The protocol as a state machine: expecting-hello, ready, prepared, finished. Each line gets exactly one reply, in order.
import { assertNever } from '../../harness/contract/failure.ts';
import type {
  HarnessMessage,
  PrepareMessage,
  ReadyMessage,
  RefusedMessage,
  RunnerMessage,
} from '../../harness/contract/message.ts';
import type { Clock } from './clock.ts';
import { openJob } from './job.ts';
import type { Job } from './job.ts';
import { holdHeapBlock } from './heap-block.ts';
import { readMessage } from './read-message.ts';
import { takeTurns } from './slices.ts';
import type { TokenFile } from './token-file.ts';
import type { WorkloadCatalogue } from './workload-catalogue.ts';
import { WorkloadFailure } from './workload-failure.ts';

export const PROTOCOL = 1;

export interface SessionPorts {
  readonly clock: Clock;
  readonly catalogue: WorkloadCatalogue;
  readonly identity: Pick<ReadyMessage, 'runner' | 'runtime' | 'capabilities'>;
  /** Null when the harness gave us no file for tokens. */
  readonly tokens: TokenFile | null;
  readonly reply: (message: RunnerMessage) => void;
}

type SlicesMessage = HarnessMessage & { readonly kind: 'slices' };

type State =
  | { readonly kind: 'expecting-hello' }
  | { readonly kind: 'ready' }
  /** `job` is null when the workload failed to open: nothing is left but to finish. */
  | { readonly kind: 'prepared'; readonly job: Job | null }
  | { readonly kind: 'finished' };

export class ServedSession {
  readonly #ports: SessionPorts;
  #state: State = { kind: 'expecting-hello' };
  #queue: Promise<void> = Promise.resolve();
  #interrupt: ((error: unknown) => void) | null = null;
  #strayed: { readonly error: unknown } | null = null;
  /** The request that is being answered, and one that the harness has given up: it gets no reply. */
  #running: number | null = null;
  #givenUp: number | null = null;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  /**
   * Takes a line in; the reply follows when all earlier lines have theirs, but for `halt`, which does not wait. Null stands for a
   * line that cannot be read.
   */
  receive(line: string | null): void {
    const halt = haltOf(line);
    if (halt !== null) return this.#ports.reply(this.#halt(halt));
    this.#queue = this.#queue.then(() => this.#handle(line));
  }

  /** An uncaught error: the running request fails, or else the next one. */
  stray(error: unknown): void {
    if (this.#interrupt === null) this.#strayed = { error };
    else this.#interrupt(error);
  }

  async #handle(line: string | null): Promise<void> {
    const read =
      line === null
        ? { ok: false as const, reason: 'the line is too long, or not UTF-8' }
        : readMessage(line);
    if (!read.ok) return this.#ports.reply(refused(null, 'bad-message', read.reason));
    const { id } = read.message;
    this.#running = id;
    const reply = await this.#answer(read.message).catch((error: unknown) => failed(id, error));
    this.#running = null;
    if (id !== this.#givenUp) this.#ports.reply(reply);
  }

  /** The round under way will not end, or has failed: what was recorded of it? */
  #halt({ id, kind }: HarnessMessage): RunnerMessage {
    const state = this.#state;
    try {
      const halted = state.kind === 'prepared' ? (state.job?.halt(id) ?? null) : null;
      if (halted === null) return refused(id, 'bad-state', `${kind} without a round`);
      this.#givenUp = this.#running;
      this.#state = { kind: 'finished' };
      return halted;
    } catch (error) {
      return failed(id, error);
    }
  }

  async #answer(message: HarnessMessage): Promise<RunnerMessage> {
    const state = this.#state;
    switch (message.kind) {
      case 'hello':
        return state.kind === 'expecting-hello' ? this.#greet(message) : badState(message, state);
      case 'clock':
        if (state.kind === 'expecting-hello') return badState(message, state);
        return { kind: 'clock', id: message.id, nowNs: this.#ports.clock.now() };
      case 'prepare':
        return state.kind === 'ready' ? this.#prepare(message) : badState(message, state);
      case 'round': {
        const job = state.kind === 'prepared' ? state.job : null;
        return job === null ? badState(message, state) : this.#guarded(() => job.round(message));
      }
      case 'slices': {
        const job = state.kind === 'prepared' ? state.job : null;
        return job === null ? badState(message, state) : this.#slices(job, message);
      }
      case 'finish':
        return state.kind === 'prepared' ? this.#finish(message.id, state.job) : badState(message, state);
      case 'halt':
        return this.#halt(message);
      default:
        return assertNever(message);
    }
  }

  #greet({ id, protocol }: HarnessMessage & { kind: 'hello' }): RunnerMessage {
    if (protocol !== PROTOCOL)
      return refused(id, 'unsupported', `protocol ${protocol}; this runner speaks ${PROTOCOL}`);
    this.#state = { kind: 'ready' };
    return ready(id, this.#ports);
  }

  async #prepare(message: PrepareMessage): Promise<RunnerMessage> {
    const { id, scenario, style, heapBlockBytes = 0 } = message;
    // Before the workload's modules are loaded: they take memory too.
    holdHeapBlock(heapBlockBytes);
    const open = await this.#ports.catalogue.load(scenario, style);
    if (open === null) return refused(id, 'unsupported', `no workload ${scenario} in the style ${style}`);
    this.#state = { kind: 'prepared', job: null };
    try {
      const { job, endpoints } = await this.#guarded(() => openJob(message, open, this.#ports.clock));
      this.#state = { kind: 'prepared', job };
      return { kind: 'prepared', id, endpoints };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#state = { kind: 'ready' };
      return refused(id, 'bad-params', error.message);
    }
  }

  async #slices(job: Job, message: SlicesMessage): Promise<RunnerMessage> {
    const { tokens } = this.#ports;
    if (tokens === null) return refused(message.id, 'unsupported', 'there is no file for tokens');
    const turns = takeTurns(tokens);
    try {
      return await this.#guarded(async () => {
        const sliced = await job.slices(message, turns);
        // An uncaught error of the last slice becomes known in the next turn of the loop.
        await oneTurn();
        return sliced;
      });
    } catch (error) {
      turns.fail();
      throw error;
    }
  }

  async #finish(id: number, job: Job | null): Promise<RunnerMessage> {
    this.#state = { kind: 'finished' };
    this.#strayed = null;
    const totals = job === null ? NOTHING : await this.#guarded(() => job.finish());
    return { kind: 'finished', id, totals };
  }

  /** Runs code of the workload so that an uncaught error ends it too. */
  async #guarded<Value>(action: () => Promise<Value>): Promise<Value> {
    if (this.#strayed !== null) {
      const { error } = this.#strayed;
      this.#strayed = null;
      throw error;
    }
    const interrupted = new Promise<never>((_, reject) => {
      this.#interrupt = reject;
    });
    try {
      return await Promise.race([action(), interrupted]);
    } finally {
      this.#interrupt = null;
    }
  }
}

/** Null for every other line. */
function haltOf(line: string | null): HarnessMessage | null {
  // A look at the text first: no other line is read twice.
  if (line?.includes('halt') !== true) return null;
  const read = readMessage(line);
  return read.ok && read.message.kind === 'halt' ? read.message : null;
}

const oneTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const NOTHING = { rounds: 0, slices: 0, operations: 0, events: 0 };

function ready(id: number, { identity, clock, catalogue }: SessionPorts): ReadyMessage {
  const { runner, runtime, capabilities } = identity;
  return {
    kind: 'ready',
    id,
    protocol: PROTOCOL,
    runner,
    runtime,
    clock: {
      name: 'CLOCK_MONOTONIC',
      resolutionNs: clock.resolutionNs,
      epochNs: clock.epochNs === null ? null : String(clock.epochNs),
    },
    scenarios: catalogue.scenarios,
    capabilities,
  };
}

function badState({ id, kind }: HarnessMessage, state: State): RefusedMessage {
  return refused(id, 'bad-state', `${kind} while ${state.kind}`);
}

function refused(id: number | null, code: RefusedMessage['code'], reason: string): RefusedMessage {
  return { kind: 'refused', id, code, reason: reason.slice(0, 4000) };
}

/** Whether the operation happened is unknown: a workload may throw halfway. */
function failed(id: number, error: unknown): RunnerMessage {
  const code = error instanceof WorkloadFailure ? error.code : 'workload-threw';
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'failed', id, code, message: message.slice(0, 16_000), definite: false };
}
