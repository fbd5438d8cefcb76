// The arrow keys on a chart: move from point to point, and say what is there.
import type { Chart } from 'chart.js';
import type { Figure } from './figure.ts';

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
};

export function followKeys({ canvas, speech }: Figure, chartOf: () => Chart | null): void {
  let at = -1;
  canvas.addEventListener('keydown', (event) => {
    const chart = chartOf();
    const step = STEPS[event.key];
    if (
      chart === null ||
      step === undefined ||
      event.shiftKey ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    const places = placesInView(chart);
    const from = places.indexOf(at);
    const next = Math.min(
      Math.max(from === -1 && step > 0 && step < Infinity ? 0 : from + step, 0),
      places.length - 1,
    );
    at = places[next] ?? -1;
    if (at === -1) return;
    show(chart, at);
    speech.textContent = spoken(chart);
  });
  canvas.addEventListener('blur', () => {
    chartOf()?.setActiveElements([]);
    chartOf()?.tooltip?.setActiveElements([], { x: 0, y: 0 });
    chartOf()?.update();
  });
}

/** Places of the points of the longest line that the zoom leaves in view. */
function placesInView(chart: Chart): readonly number[] {
  const { min = -Infinity, max = Infinity } = chart.scales['x'] ?? {};
  const longest = chart.data.datasets.reduce<readonly unknown[]>(
    (most, { data }, at) => (chart.isDatasetVisible(at) && data.length > most.length ? data : most),
    [],
  );
  return longest.flatMap((point, index) => {
    const x = typeof point === 'object' && point !== null && 'x' in point ? Number(point.x) : index;
    return x >= min && x <= max ? [index] : [];
  });
}

function show(chart: Chart, index: number): void {
  const active = chart.data.datasets.flatMap((set, datasetIndex) =>
    chart.isDatasetVisible(datasetIndex) && index < set.data.length ? [{ datasetIndex, index }] : [],
  );
  chart.setActiveElements(active);
  chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
  chart.update();
}

function spoken(chart: Chart): string {
  const tooltip = chart.tooltip;
  return [...(tooltip?.title ?? []), ...(tooltip?.body.flatMap((part) => part.lines) ?? [])].join(', ');
}
