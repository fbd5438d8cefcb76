// The meaning of each failure code, and what helps: `explain` prints them, because messages are short.
import type { FailureCode } from './failure.ts';

export interface CodeText {
  readonly means: string;
  readonly next: string;
}

export const CODE_TEXTS: Readonly<Record<FailureCode, CodeText>> = {
  EL1001: {
    means: 'No scenario has this id, family or pattern.',
    next: 'Run `evenloop list scenarios` to see all of them.',
  },
  EL1002: {
    means: 'No subject (a runtime with a style) on this machine matches.',
    next: 'Run `evenloop list subjects` to see them. The variable of a runner.json, such as EVENLOOP_NODE or EVENLOOP_PYTHON, adds further interpreters.',
  },
  EL1003: {
    means: 'The command line has an unknown command, option or name.',
    next: 'Run `evenloop --help`.',
  },
  EL1004: {
    means: 'The value of an option has the wrong form or is out of range.',
    next: 'Choose one of the values that the message lists.',
  },
  EL1005: {
    means: 'The file or folder does not hold the result of a run, or another version of evenloop wrote it.',
    next: 'Name the folder of a run, or its results.json.',
  },
  EL1006: {
    means: 'The revision does not exist, or cannot be built and measured.',
    next: 'Name a commit, branch or tag whose `npm run build` works.',
  },
  EL1007: {
    means:
      'A folder of scenarios, a declaration, or a file beside it (known-divergences.json, a golden trace) cannot be used.',
    next: 'Correct the file. docs/writing-a-scenario.md describes it; the folder schema/ has the schema of JSON files.',
  },
  EL1008: {
    means:
      'The folder is not a bundle, or its files were cut, changed or emptied: nothing can be concluded from it.',
    next: 'Name a folder in `bundles/` of a run that has a divergent cell.',
  },
  EL1009: {
    means:
      'The contract of the scenario has changed since the bundle was recorded, so its trace cannot be judged.',
    next: 'Judge it with the version of evenloop that wrote it, or run the cell again.',
  },
  EL1010: {
    means: 'No rule, clause or failure code has this name.',
    next: 'Run `evenloop explain` without a name to list all of them.',
  },
  EL1011: {
    means:
      'The document cannot be read, is not JSON, or has a field that does not match schema/pairs.schema.json.',
    next: 'Correct the field whose path the message names. docs/measuring.md describes the format.',
  },
  EL1012: {
    means:
      'The config of a project (evenloop.config.ts, .mjs or .json) cannot be found, read or understood, or there are two of them.',
    next: 'Correct the place that the message names; docs/your-project.md and schema/config.schema.json have all keys. --no-config goes without it.',
  },
  EL1015: {
    means:
      'The run is whole, another process still works on it, or what it was begun with (evenloop, runtimes, runners, scenarios, the machine) has changed.',
    next: 'Restore what the message names, or begin a new run. `evenloop report <run>` works on what there is.',
  },
  EL1016: {
    means:
      '`--shard auto` found no variable of an engine that it knows (GitHub, GitLab, CircleCI, Kubernetes, Slurm), or none that says how many shards there are, or two that differ.',
    next: 'Set EVENLOOP_SHARD to i/n, or EVENLOOP_SHARDS to the number of shards. docs/fleet.md has each engine.',
  },
  EL2001: {
    means: 'The harness found no interpreter in the places where it looks for one.',
    next: 'Install it, or name an executable in the variable of its runner.json, such as EVENLOOP_NODE or EVENLOOP_PYTHON.',
  },
  EL2002: { means: 'The interpreter found is too old for its runner.', next: 'Install a newer version.' },
  EL2003: {
    means: 'The process of a runner could not be started.',
    next: 'Run the command of runner.json by hand.',
  },
  EL2004: {
    means: 'The runner wrote something to stdout that is not a protocol message.',
    next: 'Write logs to stderr: stdout carries protocol messages only.',
  },
  EL2005: {
    means:
      'The runner sent something that is not a protocol message, sent it at the wrong time, or contradicted an earlier message.',
    next: 'Compare the quoted line with docs/writing-a-runner.md.',
  },
  EL2006: {
    means:
      'The runner did not answer a request within its time limit: the runner hangs, or the machine is overloaded. If it hung in a round, the harness gets what the round had recorded until then: a finding names the rule, the key and the event that is missing, and the sentence behind this failure says how far the round had come. One such invocation makes its cell `failed`, or `divergent` where a rule was broken.',
    next: 'Look at the finding, if there is one, and at the last lines that the runner wrote. `evenloop replay <bundle> --run --wait` lets a debugger attach.',
  },
  EL2007: {
    means:
      'A signal killed the runner process. If it died in a traced round, the sentence behind this failure says how far the round had come, and which event of which rule was next.',
    next: 'Read the last lines that the runner wrote.',
  },
  EL2008: {
    means:
      'The runner process exited too soon. If it did so in a traced round, the sentence behind this failure says how far the round had come, and which event of which rule was next.',
    next: 'Read the last lines that the runner wrote.',
  },
  EL2009: {
    means: 'The runner closed its stdout while the harness waited for an answer.',
    next: 'Correct the runner: it must keep stdout open until its stdin ends.',
  },
  EL2010: {
    means:
      'The workload refused its parameters, or an error ended its round: thrown by the workload, or within the runtime. The failure names the place where it was thrown, as far as the stack tells, how far the round had come, and which event of which rule was next. What had broken a rule before is a finding.',
    next: 'Look at the place where the error was thrown. A workload also throws when the runtime gives it what it cannot have.',
  },
  EL2011: {
    means:
      'Every runner must refuse an unknown scenario, a second `hello` and a malformed line. This runner did not, so its results are not trusted.',
    next: 'Correct the runner as docs/writing-a-runner.md describes.',
  },
  EL2012: {
    means:
      'The process that answered is another runner, or runs another version, implementation, loop or executable, than the one that was to be measured.',
    next: 'Name the real executable instead of a shim or wrapper, and let `ready` say what the runner.json says.',
  },
  EL2013: {
    means:
      "The witness, the harness's own process on the other side of a scenario, failed or did not answer.",
    next: 'Run it again. A machine that lacks free ports, file descriptors or memory fails here first.',
  },
  EL2014: {
    means:
      'A runner.json does not describe a runner, or has the id of another one. It costs itself alone: the other runners are used.',
    next: 'Correct the field that the failure names; docs/writing-a-runner.md describes all of them.',
  },
  EL2015: {
    means:
      'The executable was found, but the command with which the runner.json probes for a library or a capability (`requires`) failed.',
    next: 'Install what the failure names, for the interpreter that it names.',
  },
  EL2016: {
    means:
      'A subject that a config or --define gives cannot be measured: its runner is not there, or no runtime is what it asks for.',
    next: 'Correct the definition that the message names, or leave it out with --subject.',
  },
  EL3001: {
    means: 'The system refused to write the file or folder.',
    next: 'Name another folder with --out.',
  },
  EL3002: {
    means:
      'The frame, the counts or the digest of a sidecar file or journal are wrong: it was cut, changed or written wrongly. Or a runner put something else in the place of a file that evenloop had made for it, or made it longer or shorter than it said.',
    next: 'Run the cell again. If you wrote the runner, compare its files with the layout in harness/contract/trace.ts.',
  },
  EL3003: {
    means: 'The disk is full, or a limit of the system was reached.',
    next: 'Free space or raise the limit.',
  },
  EL3004: {
    means: 'The process of the run was killed, or the machine went down, before the results were written.',
    next: 'Finish the run: `evenloop run --resume <run>`, with the name of its own command. Nothing that its journal has is lost.',
  },
  EL3101: {
    means:
      'The place that --store names, or the ref refs/evenloop/runs, does not hold a store: it is absent, or somebody else wrote it.',
    next: 'Add a run to begin one (`evenloop store add <run>`), or fetch the ref: a clone does not bring it along.',
  },
  EL3102: {
    means: 'A file of the store was changed, cut short or removed, or is not one that evenloop writes.',
    next: '`evenloop store verify` names each. Restore it from a copy, or remove it: the other runs are used.',
  },
  EL3103: {
    means: 'A run with this id is in the store, and its numbers are others. Files of a store never change.',
    next: 'Look at both (`evenloop store show <id>`), or give the store another place.',
  },
  EL3104: {
    means: 'The file is not what the tool named with --from writes, or has no number.',
    next: 'Name the right tool with --from; docs/history.md says which file of it is read.',
  },
  EL3201: {
    means:
      'The run of a shard was ended before it was whole, or its file or its samples are shorter or other than they were written.',
    next: 'Run this shard again, or copy its folder again, and merge all of them.',
  },
  EL3202: {
    means: 'Two of the results that are to be merged are the same shard.',
    next: 'Name one of them. Where both are whole, either of them will do.',
  },
  EL3203: {
    means:
      'The result is no shard, or of a plan with another seed, selection, profile, number of shards, version of evenloop or of a runtime.',
    next: 'Name only the shards of one plan. All of them need the same options and the same versions.',
  },
  EL3204: {
    means: 'Not all shards of the plan are among the results that are to be merged.',
    next: 'Run the shards that the message names, or run them again, and merge all of them.',
  },
  EL4001: {
    means: "A subject broke a rule of the scenario's contract, so it has no numbers.",
    next: '`evenloop replay <bundle>` shows the counterexample again; `evenloop explain <rule>` says what the rule demands.',
  },
  EL4002: {
    means:
      'A divergence that known-divergences.json requires did not occur: the runtime changed, or the entry is wrong.',
    next: 'Remove the entry or narrow its versions.',
  },
  EL4003: {
    means:
      'An invocation ended normally but recorded nothing that could be judged. One such invocation is enough: its cell is `failed`.',
    next: 'Check that the workload emits its events.',
  },
  EL4004: {
    means: 'A primary metric became worse: its whole interval lies beyond the smallest effect of interest.',
    next: 'Compare the revisions with `evenloop compare --base-ref <ref>`.',
  },
  EL4005: {
    means: 'The two runs share no cell with the same scenario version and parameters.',
    next: 'Compare runs of the same scenarios and profile.',
  },
  EL4006: {
    means: 'No invocation was both proved and measured.',
    next: 'Read the other reasons of the run: they say why.',
  },
  EL4007: {
    means:
      'Some invocations of a cell answered that the scenario is not supported, and others were proved: the proofs say nothing about the processes that cannot run it.',
    next: 'Read the reason of those invocations. What they lack differs from process to process: a limit of the machine, a race at the start.',
  },
  EL5001: {
    means:
      'The machine or its limits refuse what a command or a scenario needs: loopback, inotify watches, open files, a folder for temporary files. No runtime and no workload is to blame.',
    next: 'Do what the message says, or look at all of it with `evenloop doctor`. What the machine can run was run.',
  },
  EL9001: {
    means: 'evenloop broke one of its own assumptions: this is a bug.',
    next: 'Report it with the lines shown and the output of `evenloop --version`.',
  },
};
