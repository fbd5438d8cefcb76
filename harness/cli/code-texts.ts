// What each failure code means and what helps, in general: `explain` says it where a message had to be short.
import type { FailureCode } from '../contract/failure.ts';

export interface CodeText {
  readonly means: string;
  readonly next: string;
}

export const CODE_TEXTS: Readonly<Record<FailureCode, CodeText>> = {
  EL1001: {
    means: 'No scenario has this id, family or pattern.',
    next: '`evenloop list scenarios` names them all.',
  },
  EL1002: {
    means: 'No runtime and style found on this machine match.',
    next: '`evenloop list subjects` names them; EVENLOOP_NODE and EVENLOOP_PYTHON name further interpreters.',
  },
  EL1003: { means: 'The command line has a word that means nothing here.', next: 'See `evenloop --help`.' },
  EL1004: {
    means: 'The value of an option is of the wrong kind or out of its range.',
    next: 'The message says which values there are.',
  },
  EL1005: {
    means: 'The file or folder is not the result of a run, or another version wrote it.',
    next: 'Name the folder of a run, or its results.json.',
  },
  EL1006: {
    means: 'The revision does not exist, or cannot be built and measured.',
    next: 'Name a commit, branch or tag whose `npm run build` works.',
  },
  EL1007: {
    means: 'A file beside a scenario (known-divergences.json, a golden trace) is malformed.',
    next: 'Correct it; its schema is below schema/.',
  },
  EL1008: {
    means:
      'The folder is not a bundle, or it was cut, changed or left empty: nothing can be concluded from it.',
    next: 'Name a folder below `bundles/` of a run whose cell was divergent.',
  },
  EL1009: {
    means:
      'The bundle was recorded under another contract than the one at hand, so its trace cannot be held against this one.',
    next: 'Judge it with the evenloop that wrote it, or run the cell again.',
  },
  EL1010: {
    means: 'There is no rule and no failure code of this name.',
    next: '`evenloop explain` without a name lists them all.',
  },
  EL1011: {
    means:
      'The document cannot be read, is not JSON, or a field of it is not what schema/pairs.schema.json says.',
    next: 'The message names the field by its path; docs/measuring.md says how pairs are written.',
  },
  EL2001: {
    means: 'None of the places where a runner looks for its interpreter has one.',
    next: 'Install it, or name an executable in EVENLOOP_NODE or EVENLOOP_PYTHON.',
  },
  EL2002: { means: 'An interpreter was found that is too old for its runner.', next: 'Install a newer one.' },
  EL2003: {
    means: 'The process of a runner could not be started, or its runner.json is malformed.',
    next: 'Try the command of runner.json by hand.',
  },
  EL2004: {
    means: 'stdout of a runner belongs to the protocol, and something else was written there.',
    next: 'Send logs to stderr.',
  },
  EL2005: {
    means: 'A message of the runner was none, came at the wrong time, or contradicts an earlier one.',
    next: 'Compare with docs/writing-a-runner.md; the guilty line is quoted.',
  },
  EL2006: {
    means: 'A request was not answered within its limit: the runner hangs, or the machine is overloaded.',
    next: 'Look at the last lines it wrote; `evenloop replay <bundle> --run --wait` lets a debugger attach.',
  },
  EL2007: { means: 'The process of a runner died by a signal.', next: 'Look at the last lines it wrote.' },
  EL2008: { means: 'The process of a runner ended too soon.', next: 'Look at the last lines it wrote.' },
  EL2009: {
    means: 'The runner closed its stdout while an answer was awaited.',
    next: 'A runner ends when its stdin ends, and not before.',
  },
  EL2010: {
    means: 'The workload threw, or refused its parameters.',
    next: 'The message is the one of the workload: correct it there.',
  },
  EL2011: {
    means:
      'A runner must refuse a scenario that does not exist, a second `hello`, and a malformed line. This one did not, so it is not believed.',
    next: 'Correct the runner by docs/writing-a-runner.md.',
  },
  EL2012: {
    means: 'The process that answered runs another executable than the one that was to be measured.',
    next: 'Name the real executable instead of a shim or wrapper.',
  },
  EL2013: {
    means: "The process on the other side, which is the harness's own, failed or did not answer.",
    next: 'Run it again; a machine without free ports, files or memory shows here first.',
  },
  EL3001: { means: 'The system refused to write.', next: 'Name another folder with --out.' },
  EL3002: {
    means:
      'Frame, counts or digest of a sidecar file or journal do not hold: it was cut, changed, or written wrongly.',
    next: 'Run the cell again. Of a runner of your own, compare the layout with harness/contract/trace.ts.',
  },
  EL3003: { means: 'There was no room, or a limit of the system was met.', next: 'Free some, or raise it.' },
  EL4001: {
    means:
      'A subject broke a rule of the scenario: what it did is not what the contract demands, so it has no numbers.',
    next: '`evenloop replay <bundle>` shows the counterexample again, `evenloop explain <rule>` what is demanded.',
  },
  EL4002: {
    means:
      'An entry of known-divergences.json must show and did not: the runtime changed, or the entry was wrong.',
    next: 'Remove the entry or limit its versions.',
  },
  EL4003: {
    means: 'An invocation ended well and recorded nothing that could be judged.',
    next: 'See that the workload emits its events.',
  },
  EL4004: {
    means: 'A primary metric became worse by more than the smallest effect, and the interval excludes less.',
    next: 'Compare the revisions with `evenloop compare --base-ref <ref>`.',
  },
  EL4005: {
    means: 'The two sides share no cell of the same scenario version and parameters.',
    next: 'Compare runs of the same scenarios and profile.',
  },
  EL4006: {
    means: 'Not one invocation was proved and measured.',
    next: 'The other reasons of the run say why.',
  },
  EL9001: {
    means: 'Something that can never happen did.',
    next: 'Report it with the lines shown and `evenloop --version`.',
  },
};
