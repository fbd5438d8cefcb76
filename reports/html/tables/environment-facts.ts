// The machine and the runtimes as named texts: for the section of the environment, and for its difference to another run.
import type { Environment, RunResult } from '../../../harness/contract/result.ts';
import { startedWords } from '../../words/started-words.ts';
import { formatCount, formatNumber, formatShare, formatValue, formatWait } from '../../words/format.ts';

/** Null: this machine does not report it. */
export type Fact = readonly [name: string, value: string | null];

export function machineFacts(environment: Environment): Fact[] {
  const told = (value: number | null, show: (value: number) => string): string | null =>
    value === null ? null : show(value);
  return [
    ['Processor', `${environment.cpuModel}, ${environment.logicalCpus} logical`],
    ['Platform', environment.platform],
    ['Kernel', environment.kernel],
    ['Memory', formatValue(environment.memoryBytes, 'bytes')],
    ['CPU limit', told(environment.cgroupCpuLimit, (value) => `${formatNumber(value, 1)} CPUs`)],
    ['Memory limit', told(environment.cgroupMemoryBytes, (value) => formatValue(value, 'bytes'))],
    ['Governor', environment.governor],
    ['Virtualisation', environment.virtualization],
    ['Clock', environment.clockSource],
    ['Clock resolution', `${formatCount(environment.clockResolutionNs)} ns`],
    ['Cost of a clock read', `${formatCount(environment.clockReadNs)} ns`],
    ['File system', environment.fileSystem],
    ['Load at start', loads(environment.loadAtStart)],
    ['Load at end', loads(environment.loadAtEnd)],
    ['Stolen CPU time', told(environment.stealShare, formatShare)],
    ['CPU time of others', told(environment.foreignShare, formatShare)],
    ['Throttled', told(environment.throttledMs, (value) => (value === 0 ? 'never' : formatWait(value)))],
    ...(environment.nodeOptions === undefined
      ? []
      : [['NODE_OPTIONS of the harness', environment.nodeOptions] satisfies Fact]),
    ['Harness', `Node.js ${environment.node.replace(/^v/, '')}`],
  ];
}

function loads(values: readonly number[]): string {
  return values.map((value) => formatNumber(value, 2)).join(', ');
}

/** What was run, on what, with what: everything in which two runs may differ. */
export function runFacts({ run, tool, environment, runtimes }: RunResult): Fact[] {
  return [
    ['evenloop', tool.version],
    ['Commit', run.commit],
    ['Profile', run.profile],
    ['Seed', String(run.seed)],
    ['Repetitions', formatCount(run.repetitions)],
    ['Time budget', run.budgetMs === undefined ? null : formatWait(run.budgetMs)],
    ['CPUs used at once', formatCount(run.cpus ?? 1)],
    ['Reference', run.reference],
    ...machineFacts(environment),
    ...runtimes.flatMap((runtime): Fact[] => [
      [`${runtime.id}: version`, runtime.version],
      [`${runtime.id}: loop`, runtime.loop],
      [`${runtime.id}: executable`, `${runtime.executable} (${runtime.executableSha256.slice(0, 12)})`],
      [
        `${runtime.id}: clock`,
        runtime.clock === null
          ? null
          : `${runtime.clock.name}, ${formatCount(runtime.clock.resolutionNs)} ns`,
      ],
      ...Object.entries(runtime.inherited?.shaping ?? {}).map(
        ([name, value]): Fact => [`${runtime.id}: ${name}`, value],
      ),
      ...(runtime.startedWith === undefined
        ? []
        : [[`${runtime.id}: started with`, startedWords(runtime.startedWith)] satisfies Fact]),
    ]),
  ];
}
