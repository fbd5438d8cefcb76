// dispatch.context with promises: `AsyncLocalStorage` in everything that Node can call later.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { OWN, context, makeCases } from './cases.ts';
import type { ContextCase } from './common.ts';
import { APART, SAW } from './common.ts';
import { OWN_CASES } from './own.ts';

const ALL: readonly (readonly [kind: string, cases: Readonly<Record<string, ContextCase>>])[] = [
  ['saw', SAW],
  ['apart', APART],
  ['own', OWN_CASES],
];

export function open(params: Parameters, kit: Kit): Workload {
  const passes = Number(params['passes']);
  const begin = makeCases(kit);

  return {
    async round() {
      for (let pass = 0; pass < passes; pass++)
        for (const [kind, cases] of ALL)
          for (const [name, enact] of Object.entries(cases)) {
            await context.run(OWN, () => enact(begin(pass, name, kind)));
            begin(pass, name, 'outside')('outside');
          }
      return passes;
    },
    close() {},
  };
}
