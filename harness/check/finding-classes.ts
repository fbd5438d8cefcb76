// Which classes of findings each kind of rule can have: `explain` prints them, and a test compares them with all golden traces.
import type { Rule } from '../contract/scenario.ts';
import type { FindingClass } from '../contract/verdict.ts';
import type { HarnessRule } from './harness-rules.ts';

const FORM: readonly FindingClass[] = ['missing', 'extra', 'duplicate', 'reordered', 'crossed', 'changed'];

/**
 * In a traced round; without a trace `exact` and `multiset` say `missing`, `extra` or `changed` from digests alone. Where the
 * witness contradicts a runner, the rule that is about it has a finding of the class `witness`, too.
 */
export const CLASSES_OF_RULES: Readonly<Record<Rule['kind'], readonly FindingClass[]>> = {
  exact: FORM,
  multiset: FORM,
  edge: ['reordered', 'missing', 'extra'],
  'not-before': ['early', 'missing', 'extra'],
  converge: ['missing', 'changed'],
  alternate: ['duplicate', 'reordered'],
  resource: ['count'],
  forbid: ['forbidden'],
  count: ['count'],
  overlap: ['overlap'],
  'never-after': ['forbidden', 'duplicate', 'extra'],
  'at-most': ['count'],
  rate: ['extra'],
  concurrency: ['overlap'],
  lateness: ['early'],
  'witnessed-delay': ['early'],
};

export const CLASSES_OF_HARNESS_RULES: Readonly<Record<HarnessRule['id'], readonly FindingClass[]>> = {
  W1: ['clock'],
  W2: ['clock'],
  W3: ['witness'],
  W4: ['count', 'extra', 'missing', 'changed'],
  W5: ['empty'],
  W6: ['missing', 'extra', 'changed'],
  W7: ['missing', 'extra', 'changed', 'clock', 'constant', 'coarse'],
  W8: ['witness'],
};

/** What each class says, in one sentence. */
export const CLASS_TEXTS: Readonly<Record<FindingClass, string>> = {
  missing: 'an expected event did not happen',
  extra: 'an event happened that was not expected',
  duplicate: 'an event happened more often than expected',
  reordered: 'all events happened, but not in the promised order',
  crossed: 'an event of one key was seen on another',
  changed: 'an event happened with different content',
  early: 'a timer fired before its delay had passed',
  late: 'an event came too late',
  forbidden: 'a forbidden event happened',
  count: 'a count differs from the required one',
  overlap: 'too few or too many operations were under way at once',
  clock: 'times or windows contradict each other',
  witness: "the harness's own record contradicts the runner's",
  constant: 'samples that differ in any real runtime are all equal',
  coarse: "samples are readings of a clock that moves in steps, coarser than the runner's clock",
  empty: 'there was nothing to judge',
};
