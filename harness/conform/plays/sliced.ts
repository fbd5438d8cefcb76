// Which workload the plays about slices use, and how tokens are sent and answered.
import { once } from 'node:events';
import { SLICE_DONE } from '../../contract/message.ts';
import type { ReadyMessage } from '../../contract/message.ts';
import { grantedCapacity } from '../../contract/granted-capacity.ts';
import { samplingPlanOf } from '../../contract/scenario.ts';
import type { ParameterSet, Scenario } from '../../contract/scenario.ts';
import { harnessNow } from '../../run/clock.ts';
import { within } from '../../run/session/within.ts';
import type { Bench } from '../bench.ts';
import type { ClauseId } from '../clauses.ts';
import type { Dialogue, Loose } from '../dialogue.ts';
import { hasCapability, styleOf } from './play.ts';

export interface SlicedWorkload {
  readonly scenario: Scenario;
  readonly set: ParameterSet;
  readonly style: string;
}

/** Its slices are the shortest: it comes first where the runner has it. */
const PREFERRED = 'dispatch.turn';

/** The first scenario with slices and without a witness that the runner names; where there is none, the clauses do not apply. */
export function slicedWorkload(
  bench: Bench,
  ready: ReadyMessage,
  clauses: readonly ClauseId[],
  which: 'first' | 'last' = 'last',
): SlicedWorkload | null {
  const found = bench.scenarios
    .toSorted((a, b) => Number(b.id === PREFERRED) - Number(a.id === PREFERRED))
    .flatMap((scenario): SlicedWorkload[] => {
      const style = styleOf(ready, scenario.id);
      const sets = scenario.profiles.smoke.filter(
        (each) =>
          samplingPlanOf(scenario, each).kind === 'sliced' && scenario.stimulus(each.params).kind === 'none',
      );
      const set = sets.at(which === 'first' ? 0 : -1);
      return style === null || set === undefined ? [] : [{ scenario, set, style }];
    });
  const [workload] = found;
  const reason = hasCapability(ready, 'slices')
    ? 'the runner names no scenario that has slices and needs no witness'
    : 'the runner does not name the capability `slices`';
  if (workload !== undefined && hasCapability(ready, 'slices')) return workload;
  for (const clause of clauses) bench.verdicts.notApplicable(clause, reason);
  return null;
}

export function prepareSliced(bench: Bench, { scenario, set, style }: SlicedWorkload, more: Loose = {}) {
  const place = bench.place();
  const prepare = {
    kind: 'prepare',
    id: 10,
    scenario: scenario.id,
    style,
    params: { ...set.params },
    seed: 1,
    nonce: '0123456789abcdef',
    directory: place.directory,
    endpoints: {},
    sidecar: place.sidecar,
    alphabet: scenario.alphabet.map(({ name, code, order }) => ({ name, code, order })),
    capacity: grantedCapacity(scenario, set.params),
    heapBlockBytes: 300_000,
    ...more,
  };
  return { prepare, samples: place.sidecar.samples };
}

export function tokensOf(...operations: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * operations.length);
  for (const [i, count] of operations.entries()) bytes.writeUInt32LE(count, 4 * i);
  return bytes;
}

/** Bytes that come on the token file, up to `count` of them, until the time is over. */
export function hearTokens({ tokens }: Dialogue) {
  const heard: number[] = [];
  const listener = (chunk: Buffer): void => void heard.push(...chunk);
  tokens.on('data', listener);
  return {
    heard: (): readonly number[] => heard,
    async until(count: number, limitMs: number): Promise<Buffer> {
      const untilNs = harnessNow() + limitMs * 1e6;
      while (heard.length < count && !tokens.destroyed) {
        const leftMs = (untilNs - harnessNow()) / 1e6;
        if (
          leftMs <= 0 ||
          !(await within(
            once(tokens, 'data').catch(() => null),
            leftMs,
          ))
        )
          break;
      }
      return Buffer.from(heard.splice(0, Math.max(count, 0)));
    },
  };
}

export const ALL_DONE = (count: number): string => Buffer.alloc(count, SLICE_DONE).toString('hex');
