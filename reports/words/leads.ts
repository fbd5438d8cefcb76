// The subject that stands for each runtime where runtimes are compared: the reference for its own, the most used style of each other.
import type { ReportView } from './view.ts';
import { runtimeOf } from './view.ts';

/** `python` of `python+toppad/coroutines`: a variant is the same runtime under another environment. */
export function plainRuntimeOf(subject: string): string {
  return runtimeOf(subject).split('+')[0] ?? subject;
}

/** By runtime, that of the reference first. */
export function leadsOf({ result, subjects, blocks }: ReportView): ReadonlyMap<string, string> {
  const { reference } = result.run;
  const uses = (subject: string): number =>
    blocks.filter(({ cells }) =>
      cells.some((cell) => cell.subject === subject && cell.verdict !== 'unsupported'),
    ).length;
  const leads = new Map([[plainRuntimeOf(reference), reference]]);
  for (const runtime of new Set(subjects.map(plainRuntimeOf))) {
    if (leads.has(runtime)) continue;
    const own = subjects.filter((subject) => plainRuntimeOf(subject) === runtime);
    const plain = own.filter((subject) => runtimeOf(subject) === runtime);
    const [lead] = (plain.length > 0 ? plain : own).toSorted((a, b) => uses(b) - uses(a));
    if (lead !== undefined) leads.set(runtime, lead);
  }
  return leads;
}
