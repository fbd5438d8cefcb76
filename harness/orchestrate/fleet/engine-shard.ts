// Which shard this process is, as the engine that started it says in the environment. Pure.
import { crc32 } from '../../contract/digest.ts';
import { FailureError, failure } from '../../contract/failure.ts';

export interface EngineShard {
  readonly index: number;
  readonly count: number;
  /** The same in all shards of one run of the engine; null: the engine does not say which run it is. */
  readonly seed: number | null;
}

export type EngineVariables = Readonly<Record<string, string | undefined>>;

/** How an engine numbers its tasks. */
interface Engine {
  readonly name: string;
  /** It is this engine where this variable is set. */
  readonly index: string;
  readonly first: 0 | 1;
  /** Absent: the engine does not say how many there are. */
  readonly count?: string;
  /** Names one run of the engine, the same in all of its tasks and when some of them are run again. */
  readonly run?: string;
}

/** Of Slurm see `slurmShard`: an array begins and ends where its user wants it to. */
const ENGINES: readonly Engine[] = [
  { name: 'GitLab', index: 'CI_NODE_INDEX', first: 1, count: 'CI_NODE_TOTAL', run: 'CI_PIPELINE_ID' },
  {
    name: 'CircleCI',
    index: 'CIRCLE_NODE_INDEX',
    first: 0,
    count: 'CIRCLE_NODE_TOTAL',
    run: 'CIRCLE_WORKFLOW_ID',
  },
  { name: 'a Kubernetes Indexed Job', index: 'JOB_COMPLETION_INDEX', first: 0 },
  {
    name: 'a Slurm array',
    index: 'SLURM_ARRAY_TASK_ID',
    first: 0,
    count: 'SLURM_ARRAY_TASK_COUNT',
    run: 'SLURM_ARRAY_JOB_ID',
  },
];

/** Sets both, for an engine that has no variables of its own, such as the matrix of a GitHub workflow. */
const OWN = 'EVENLOOP_SHARD';
/** Sets the count, for an engine that does not say it, or says that of a part. */
const OWN_COUNT = 'EVENLOOP_SHARDS';
const OWN_RUNS = ['GITHUB_RUN_ID'];

/** Throws a `FailureError` EL1016 that names the variables that are missing or do not fit. */
export function engineShard(env: EngineVariables): EngineShard {
  const own = env[OWN];
  if (isSet(own)) return ownShard(own, env);
  const found = ENGINES.filter(({ index }) => isSet(env[index]));
  const [engine, another] = found;
  if (engine === undefined)
    throw unknown(
      `No variable says which shard this is: looked for ${[OWN, ...ENGINES.map(({ index }) => index)].join(', ')}.`,
      `Set ${OWN} to i/n, or give --shard i/n.`,
    );
  if (another !== undefined)
    throw unknown(
      `${engine.index} of ${engine.name} and ${another.index} of ${another.name} are both set.`,
      `Set ${OWN} to i/n, or give --shard i/n.`,
    );
  const counts = isSet(env[OWN_COUNT]) ? OWN_COUNT : engine.count;
  if (counts === undefined)
    throw unknown(
      `${engine.index} says the index, and no variable says how many shards there are.`,
      `Set ${OWN_COUNT} to the number of shards.`,
    );
  const count = wholeOf(env, counts);
  const index = wholeOf(env, engine.index) - engine.first + 1;
  if (engine.index === 'SLURM_ARRAY_TASK_ID' && counts !== OWN_COUNT) refusePartOfArray(env);
  if (index < 1 || index > count)
    throw unknown(
      `${engine.index} is ${env[engine.index] ?? ''}, and ${counts} is ${count}.`,
      `Number the tasks from ${engine.first} to ${count - 1 + engine.first}.`,
    );
  return { index, count, seed: seedOf(env, engine.run === undefined ? [] : [engine.run]) };
}

function ownShard(text: string, env: EngineVariables): EngineShard {
  const parsed = parseShard(text);
  if (parsed === null) throw unknown(`${OWN} is ${JSON.stringify(text)}.`, `Set ${OWN} to i/n, such as 2/8.`);
  const runs = ENGINES.flatMap(({ run }) => (run === undefined ? [] : [run]));
  return { ...parsed, seed: seedOf(env, [...OWN_RUNS, ...runs]) };
}

/** `i/n` with i from 1 to n; null for everything else. */
export function parseShard(text: string): { readonly index: number; readonly count: number } | null {
  const [, i = '', n = ''] = /^(\d{1,5})\/(\d{1,5})$/.exec(text.trim()) ?? [];
  const [index, count] = [Number(i), Number(n)];
  return index >= 1 && index <= count ? { index, count } : null;
}

/** The tasks of an array that was submitted again in part count less than all shards. */
function refusePartOfArray(env: EngineVariables): void {
  const [min, max, count] = ['SLURM_ARRAY_TASK_MIN', 'SLURM_ARRAY_TASK_MAX', 'SLURM_ARRAY_TASK_COUNT'].map(
    (name) => wholeOf(env, name),
  );
  if (min === 0 && max === (count ?? 0) - 1) return;
  throw unknown(
    `The Slurm array goes from ${min} to ${max} with ${count} tasks, and shards are numbered from 0 without a gap.`,
    `Submit --array=0-${(count ?? 1) - 1}, or set ${OWN_COUNT} where this is a part of an array.`,
  );
}

function wholeOf(env: EngineVariables, name: string): number {
  const text = env[name] ?? '';
  if (/^\d{1,5}$/.test(text)) return Number(text);
  const said = text === '' ? 'is not set' : `is ${JSON.stringify(text)}`;
  throw unknown(`${name} ${said}.`, `Set ${OWN} to i/n, or give --shard i/n.`);
}

function seedOf(env: EngineVariables, names: readonly string[]): number | null {
  const run = names.map((name) => env[name]).find(isSet);
  return run === undefined ? null : crc32(new TextEncoder().encode(run));
}

const isSet = (text: string | undefined): text is string => text !== undefined && text !== '';

const unknown = (cause: string, next: string): FailureError =>
  new FailureError(failure('EL1016', cause, next));
