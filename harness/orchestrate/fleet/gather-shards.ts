// Are these all shards of one plan, each once? What is wrong is named, shard by shard, the same in any order. Pure.
import { failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { ShardView } from '../../contract/shard.ts';

/** What was found at a path. */
export type FoundShard<Value> =
  | {
      readonly kind: 'whole';
      readonly path: string;
      readonly shard: ShardView;
      readonly commit: string | null;
      readonly value: Value;
    }
  /** `shard`: null where the path does not say which one it was. */
  | {
      readonly kind: 'damaged';
      readonly path: string;
      readonly shard: ShardView | null;
      readonly reason: string;
    }
  | { readonly kind: 'foreign'; readonly path: string; readonly reason: string };

export type Gathered<Value> =
  /** In the order of their numbers. */
  | { readonly ok: true; readonly shards: readonly Value[] }
  | { readonly ok: false; readonly troubles: readonly Failure[] };

export function gatherShards<Value>(found: readonly FoundShard<Value>[]): Gathered<Value> {
  const sorted = found.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const plan = commonPlan(sorted);
  const whole = sorted.flatMap((one) => (one.kind === 'whole' ? [one] : []));
  const own = whole.filter((one) => planOf(one) === plan);
  const byIndex = new Map<number, (typeof own)[number][]>();
  for (const one of own) byIndex.set(one.shard.index, [...(byIndex.get(one.shard.index) ?? []), one]);
  const count = own[0]?.shard.count ?? 0;
  const indices = Array.from({ length: count }, (_, i) => i + 1);
  const missing = indices.filter((index) => !byIndex.has(index));
  const troubles = [
    ...sorted.flatMap((one) => (one.kind === 'damaged' ? [damaged(one)] : [])),
    ...[...byIndex.values()].filter(({ length }) => length > 1).map(doubled),
    ...sorted.flatMap((one) => (one.kind === 'foreign' ? [foreign(one.path, one.reason)] : [])),
    ...whole.filter((one) => planOf(one) !== plan).map((one) => ofAnotherPlan(one, own[0])),
    ...(missing.length === 0 ? [] : [missingFrom(missing, count)]),
    ...(found.length === 0 || own.length === 0 ? [nothing(found.length)] : []),
  ];
  if (troubles.length > 0) return { ok: false, troubles };
  return {
    ok: true,
    shards: indices.flatMap((index) => byIndex.get(index)?.map(({ value }) => value) ?? []),
  };
}

interface Planned {
  readonly shard: ShardView;
  readonly commit: string | null;
}

/** Two machines with different sources measure different programs, whatever their plan. */
const planOf = ({ shard, commit }: Planned): string => `${shard.plan} ${shard.count} ${commit ?? ''}`;

/** That of most shards; of equally many the first by its digest. */
function commonPlan<Value>(found: readonly FoundShard<Value>[]): string | null {
  const counts = new Map<string, number>();
  for (const one of found)
    if (one.kind === 'whole') counts.set(planOf(one), (counts.get(planOf(one)) ?? 0) + 1);
  const [first] = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? null;
}

const nameOf = (shard: ShardView | null): string =>
  shard === null ? 'A shard' : `Shard ${shard.index} of ${shard.count}`;

const damaged = ({
  path,
  shard,
  reason,
}: {
  path: string;
  shard: ShardView | null;
  reason: string;
}): Failure =>
  failure(
    'EL3201',
    `${nameOf(shard)} (${path}) cannot be merged: ${reason}.`,
    shard === null
      ? 'Run it again, or copy it again from where it was run.'
      : `Run it again with --shard ${shard.index}/${shard.count}, or copy it again from where it was run.`,
  );

function doubled(same: readonly { readonly path: string; readonly shard: ShardView }[]): Failure {
  const paths = same.map(({ path }) => path).join(', ');
  return failure(
    'EL3202',
    `${nameOf(same[0]?.shard ?? null)} is there ${same.length} times: ${paths}.`,
    'Name one of them.',
  );
}

const foreign = (path: string, reason: string): Failure =>
  failure('EL3203', `${path} cannot be merged: ${reason}.`, 'Name the run folders of shards of one plan.');

function ofAnotherPlan(
  { path, shard, commit }: Planned & { readonly path: string },
  own: Planned | undefined,
): Failure {
  const same = own?.shard.plan === shard.plan && own.shard.count === shard.count;
  const difference = same
    ? `commit ${commit ?? 'unknown'} and not ${own.commit ?? 'unknown'}`
    : `plan ${shard.plan} and not ${own?.shard.plan ?? 'another'}`;
  return failure(
    'EL3203',
    `${nameOf(shard)} (${path}) is of ${difference}.`,
    'Give all shards the same options, --seed, versions and sources.',
  );
}

function missingFrom(missing: readonly number[], count: number): Failure {
  const [first = 0] = missing;
  const [subject, verb] = missing.length === 1 ? ['Shard', 'is'] : ['Shards', 'are'];
  return failure(
    'EL3204',
    `${subject} ${missing.join(', ')} of ${count} ${verb} missing.`,
    `Run ${missing.length === 1 ? 'it' : 'them'} with --shard ${first}/${count}${missing.length === 1 ? '' : ' and so on'}, and merge all of them.`,
  );
}

const nothing = (count: number): Failure =>
  failure(
    'EL3204',
    count === 0 ? 'No result was named.' : 'None of the results that were named is a whole shard.',
    'Name the run folders of all shards of a plan.',
  );
