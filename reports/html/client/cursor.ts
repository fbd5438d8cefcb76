// The arrow keys on a chart: move from point to point, and say what is there.
import type { Chart } from 'chart.js';

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };

export function followKeys(canvas: HTMLCanvasElement, chartOf: () => Chart | null): void {
  const speech = document.createElement('p');
  speech.className = 'unseen';
  speech.setAttribute('aria-live', 'polite');
  canvas.after(speech);
  let index = 0;
  canvas.addEventListener('keydown', (event) => {
    const chart = chartOf();
    const step = STEPS[event.key];
    if (chart === null || step === undefined) return;
    event.preventDefault();
    const longest = Math.max(...chart.data.datasets.map((set) => set.data.length));
    index = Math.min(Math.max(index + step, 0), longest - 1);
    show(chart, index);
    speech.textContent = spoken(chart);
  });
  canvas.addEventListener('blur', () => {
    chartOf()?.setActiveElements([]);
    chartOf()?.tooltip?.setActiveElements([], { x: 0, y: 0 });
    chartOf()?.update();
  });
}

function show(chart: Chart, index: number): void {
  const active = chart.data.datasets.flatMap((set, datasetIndex) =>
    index < set.data.length ? [{ datasetIndex, index }] : [],
  );
  chart.setActiveElements(active);
  chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
  chart.update();
}

function spoken(chart: Chart): string {
  const tooltip = chart.tooltip;
  return [...(tooltip?.title ?? []), ...(tooltip?.body.flatMap((part) => part.lines) ?? [])].join(', ');
}
