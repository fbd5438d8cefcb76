// A machine that refuses what this one grants: it shows how the gate works without pinning, fixed layouts or the kernel's counts.
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { Grant } from '../contract/request.ts';
import type { BenchConditions, Condition } from '../run/block/bench-conditions.ts';

/** What is left without `grants`, and what the conditions then say. */
export function refuse(machine: BenchConditions, grants: readonly Grant[]): BenchConditions {
  const pinned = !grants.includes('pinning');
  return {
    ...machine,
    benchCpu: pinned ? machine.benchCpu : null,
    otherCpus: pinned ? machine.otherCpus : null,
    benchCpus: pinned ? machine.benchCpus : [],
    fixedLayout: grants.includes('layout') ? null : machine.fixedLayout,
    conditions: machine.conditions.map((condition) => {
      const text = WITHOUT[condition.name];
      const grant = condition.name === 'orchestrator' ? 'pinning' : condition.name;
      return grants.includes(grant)
        ? { ...condition, kept: false, text: `${text} (left out for this test)` }
        : condition;
    }),
  };
}

const WITHOUT: Readonly<Record<Condition['name'], string>> = {
  pinning: 'blocks are not pinned: partners may run on different CPUs',
  orchestrator: 'the orchestrator shares the CPU of the blocks',
  layout: 'memory layouts stay random',
  scheduling: 'the kernel is not asked how long runners ran and waited',
};

/** As it would have come from a kernel without schedstat. */
export function withoutScheduling(record: InvocationRecord): InvocationRecord {
  const { slices, rounds } = record;
  return {
    ...record,
    slices: slices && {
      ...slices,
      runNs: null,
      waitNs: null,
      involuntarySwitches: null,
      minorFaults: null,
      cpu: null,
    },
    rounds: rounds.map(untimed),
  };
}

function untimed(round: RoundRecord): RoundRecord {
  return { ...round, resources: { ...round.resources, runNs: null, waitNs: null } };
}
