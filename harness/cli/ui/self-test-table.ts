// The gate's self-test as a table: its verdicts on known slowdowns, and the time that they take.
import type { Rates } from '../../compare/calibration-rates.ts';
import type { Proportion } from '../../stats/proportion.ts';
import { median } from '../../stats/median.ts';
import type { SelfTest } from '../../gate/self-test.ts';
import type { LiveVerdict } from '../../gate/live-gate.ts';

export function selfTestLines(test: SelfTest): string[] {
  return [
    'Verdicts on pairs with known slowdowns, each pair used once (resampled in brackets):',
    row('injected', 'slower', 'false or wrong', 'same', 'unclear', 'pairs', 'smallest', 'measured'),
    ...test.rates.map(({ title, effect, disjoint, resampled, sliceMedian, cpuMean }) =>
      row(
        title,
        rate(disjoint.slower, resampled.slower),
        rate(
          effect === 0 ? disjoint.differs : faster(disjoint),
          effect === 0 ? resampled.differs : faster(resampled),
        ),
        rate(disjoint.same, resampled.same),
        `${disjoint.verdicts.unclear}`,
        disjoint.pairs === null ? '-' : String(disjoint.pairs),
        smallest(disjoint.detectable),
        `${percent(sliceMedian)} / ${percent(cpuMean)}`,
      ),
    ),
    '',
    ...liveLines(test.live),
    ...test.cells.map(
      ({ cell, blocks, wallMs, troubles }) =>
        `${cell}: ${blocks} blocks of ${test.rates.length + 1} in ${(wallMs / 1000).toFixed(1)} s${troubles.length === 0 ? '' : `, ${troubles.length} without pairs: ${troubles[0] ?? ''}`}`,
    ),
  ];
}

function liveLines(live: readonly LiveVerdict[]): string[] {
  return [...new Set(live.map(({ slowdown }) => slowdown))].map((id) => {
    const gates = live.filter(({ slowdown }) => slowdown === id);
    const seconds = gates.map((gate) => gate.seconds);
    const found = gates.flatMap(({ detectable }) => detectable ?? []);
    const words = [...new Set(gates.map(({ verdict }) => verdict))].map(
      (word) => `${gates.filter(({ verdict }) => verdict === word).length} ${word}`,
    );
    return `Gates from start to verdict, ${id === 'aa' ? 'no change' : `${id} % slower`}: ${words.join(', ')}; median ${median(seconds).toFixed(1)} s, longest ${Math.max(...seconds).toFixed(1)} s; smallest slowdown to be found, median ${smallest(found.length === 0 ? null : median(found))}`;
  });
}

const faster = ({ verdicts, differs }: Rates): Proportion => ({
  ...differs,
  hits: verdicts.faster,
  share: differs.trials === 0 ? null : verdicts.faster / differs.trials,
});

function rate(counted: Proportion, resampled: Proportion): string {
  const share = resampled.share === null ? '-' : `${(100 * resampled.share).toFixed(1)} %`;
  return `${counted.hits}/${counted.trials} (${share})`;
}

const smallest = (ratio: number | null): string =>
  ratio === null ? '-' : `${(100 * (ratio - 1)).toFixed(1)} %`;

const percent = (ratio: number | null): string =>
  ratio === null ? '-' : `${ratio >= 1 ? '+' : ''}${(100 * (ratio - 1)).toFixed(2)} %`;

const WIDTHS = [36, 18, 18, 18, 8, 6, 9, 20];

function row(...cells: readonly string[]): string {
  return `  ${cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 12)).join('')}`.trimEnd();
}
