// What disturbed a run, as page and terminal alike write it.
import type { Disturbance, DisturbanceKind } from '../../harness/contract/disturbance.ts';
import { formatCount, formatShare, formatWait } from './format.ts';

/** A sentence, with the number of invocations that lived meanwhile. */
export function disturbanceText(disturbance: Disturbance): string {
  const { kind, invocations } = disturbance;
  const many = `${formatCount(invocations)} invocation${invocations === 1 ? '' : 's'} lived meanwhile`;
  return `${SENTENCES[kind](disturbance)}; ${invocations === 0 ? 'no invocation lived meanwhile' : many}.`;
}

type Told = Pick<Disturbance, 'who' | 'share' | 'ms'>;

const most = ({ share }: Told): string => `up to ${formatShare(share ?? 0)}`;

const SENTENCES: Readonly<Record<DisturbanceKind, (told: Told) => string>> = {
  pause: ({ who, ms }) => `${capital(who)} stood still for ${formatWait(ms)}`,
  'other-run': ({ who, ms }) =>
    `Another evenloop (${who}) ran on this machine for ${formatWait(ms)} of the run`,
  quota: (told) =>
    `A CPU quota held processes back for ${most(told)} of the time, within ${formatWait(told.ms)}`,
  neighbour: (told) => `Other processes used ${most(told)} of the CPU time, within ${formatWait(told.ms)}`,
  stolen: (told) =>
    `The hypervisor gave ${most(told)} of the CPU time to others, within ${formatWait(told.ms)}`,
};

/** The product's name keeps its small letter. */
const capital = (who: string): string =>
  who === 'evenloop' ? who : who.charAt(0).toUpperCase() + who.slice(1);
