// What each stimulus offers a workload, and what it wants to connect to: the names that docs/wires.md explains.
import type { Stimulus } from './scenario.ts';

export interface StimulusWire {
  /** Endpoints of the harness by name. `<..>` stands for a number. */
  readonly offered: readonly string[];
  /** `round`: they come with `round`, in traced rounds alone. Else they come with `prepare`. */
  readonly when: 'prepare' | 'round';
  /** Endpoints that `prepared` must name: the harness connects to them. */
  readonly published: readonly string[];
  /** What the harness puts into the directory of the invocation beside the files of the scenario. */
  readonly files: readonly string[];
}

const NOTHING: StimulusWire = { offered: [], when: 'prepare', published: [], files: [] };
const PEER: StimulusWire = { ...NOTHING, offered: ['peer'] };
const WRITER: StimulusWire = { ...NOTHING, offered: ['writer'] };

export const STIMULUS_WIRES: Readonly<Record<Stimulus['kind'], StimulusWire>> = {
  none: NOTHING,
  edits: WRITER,
  burst: WRITER,
  acts: WRITER,
  files: NOTHING,
  'echo-proxy': { ...PEER, when: 'round', published: ['server'] },
  'half-close': { ...PEER, published: ['server'], files: ['all-asked', 'all-ended'] },
  reset: { ...NOTHING, offered: ['peer', 'nobody'], published: ['server'] },
  shutdown: PEER,
  relay: { ...NOTHING, offered: ['source', 'sink'] },
  datagrams: PEER,
  addresses: { ...NOTHING, offered: ['peer', 'to-<trial>-<index>'] },
  upstreams: { ...NOTHING, offered: ['peer', 'upstream-<index>'] },
  'http-clients': { ...PEER, published: ['server'] },
  pool: { ...PEER, files: ['small', 'slow-<index>'] },
  signals: { ...NOTHING, offered: ['signals'], files: ['state', 'sent'] },
  timers: { ...NOTHING, files: ['to-witness', 'from-witness'] },
};
