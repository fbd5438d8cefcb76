// How large a stored file may be that evenloop reads. Each is many times what evenloop itself writes, and fits into memory.
import type { ForeignLimits } from './foreign-file.ts';

const MIB = 1024 * 1024;

/** Node's longest text has 512 MiB. A full run of everything writes 8 MiB of results. */
const upTo = (mebibytes: number): ForeignLimits => ({ mostBytes: mebibytes * MIB });

export const STORED = {
  results: upTo(384),
  bundle: upTo(64),
  /** Read line by line. */
  journal: upTo(4096),
  /** Of one line: an invocation of very many rounds has some hundred KiB. */
  journalLine: upTo(64),
  /** A file of samples of one invocation; read piece by piece. */
  samples: upTo(65_536),
  pairs: upTo(256),
  /** runner.json, site.json, known-divergences.json, configs, package.json. */
  description: upTo(8),
  /** A file of a store: a run of very many rows has some hundred KiB. */
  archived: upTo(16),
  golden: upTo(64),
  /** Of a scenario or a runner, for its digest. */
  part: upTo(256),
  /** README.md, page scripts. */
  text: upTo(16),
} as const;

/** What a runner wrote in a conversation that asks it for one thing. */
export const RECORDED: ForeignLimits = { ...upTo(64), links: 'refused' };
