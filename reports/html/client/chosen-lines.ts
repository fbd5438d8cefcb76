// Which lines of a chart are drawn: the legend has a switch for each but the first, which is the reference.
import type { Chart } from 'chart.js';
import type { Figure } from './figure.ts';

export interface Lines {
  readonly isShown: (index: number) => boolean;
}

export function chooseLines({ plan, switches }: Figure, chartOf: () => Chart | null): Lines {
  const hidden = new Set(plan.subjects.flatMap((_, index) => (index < plan.shownFirst ? [] : [index])));
  for (const { index, press } of switches) {
    const show = (): void => press.setAttribute('aria-pressed', String(!hidden.has(index)));
    press.addEventListener('click', () => {
      if (!hidden.delete(index)) hidden.add(index);
      show();
      const chart = chartOf();
      chart?.setDatasetVisibility(index, !hidden.has(index));
      chart?.update();
    });
    show();
  }
  return { isShown: (index) => !hidden.has(index) };
}
