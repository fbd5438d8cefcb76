// A part of the horizontal axis: by dragging over the chart, by keys, by buttons; kept in the address.
import type { Chart } from 'chart.js';
import { element } from './element.ts';
import type { Figure } from './figure.ts';
import type { Store } from './store.ts';

export interface Zooming {
  /** Shows what the address says. */
  readonly apply: () => void;
}
interface Range {
  readonly from: number;
  readonly to: number;
}

export function keepZoom(
  { plan, canvas, tools, speech }: Figure,
  chartOf: () => Chart | null,
  store: Store,
): Zooming {
  let home: Range | null = null;
  let homeOf: Chart | null = null;
  const stored = (): Range | null => store.state().zoom.find(({ chart }) => chart === plan.id) ?? null;
  const apply = (): void => {
    const chart = chartOf();
    if (chart === null || !plan.walkable) return;
    if (homeOf !== chart) [home, homeOf] = [rangeOf(chart), chart];
    const wanted = stored();
    const range = wanted === null || home === null ? null : within(wanted, home);
    tools.whole.hidden = range === null;
    const next = range ?? home;
    const now = rangeOf(chart);
    if (next === null || (next.from === now.from && next.to === now.to)) return;
    setRange(chart, next);
  };
  const choose = (range: Range | null): void => {
    const others = store.state().zoom.filter(({ chart }) => chart !== plan.id);
    store.change({ zoom: range === null ? others : [...others, { chart: plan.id, ...range }] }, 'step');
    speech.textContent = range === null ? 'The whole range is shown.' : 'A part of the range is shown.';
  };
  /** Half as much, or twice as much, around the point that the cursor is on. */
  const scale = (factor: number): void => {
    const chart = chartOf();
    if (chart === null || home === null) return;
    const range = scaled(chart, factor);
    const inside = within(range, home);
    choose(factor > 1 && (inside === null || covers(inside, home)) ? null : inside);
  };
  listen(canvas, tools, scale, () => {
    choose(null);
  });
  if (plan.walkable) followBrush(canvas, chartOf, choose);
  store.watch((now, before) => {
    if (now.zoom !== before.zoom) apply();
  });
  return { apply };
}

function listen(
  canvas: HTMLCanvasElement,
  { closer, whole }: Figure['tools'],
  scale: (factor: number) => void,
  reset: () => void,
): void {
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => scale(0.5),
    '=': () => scale(0.5),
    '-': () => scale(2),
    '0': reset,
    Escape: reset,
  };
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]?.();
  });
  canvas.addEventListener('dblclick', reset);
  closer.addEventListener('click', () => {
    scale(0.5);
  });
  whole.addEventListener('click', () => {
    reset();
    closer.focus();
  });
}

/** The address may name any numbers: what is left of them on this axis, or null. */
function within({ from, to }: Range, home: Range): Range | null {
  const range = { from: Math.max(from, home.from), to: Math.min(to, home.to) };
  return range.to - range.from > (home.to - home.from) * 1e-4 && !covers(range, home) ? range : null;
}

function covers(range: Range, home: Range): boolean {
  return range.from <= home.from && range.to >= home.to;
}

function rangeOf(chart: Chart): Range {
  const { min = 0, max = 1 } = chart.scales['x'] ?? {};
  return { from: min, to: max };
}

function setRange(chart: Chart, { from, to }: Range): void {
  const options = chart.options.scales?.['x'];
  if (options === undefined) return;
  Object.assign(options, { min: from, max: to });
  chart.update();
}

/** In pixels, so that it is right on logarithmic axes too. */
function scaled(chart: Chart, factor: number): Range {
  const axis = chart.scales['x'];
  const { left, right } = chart.chartArea;
  const centre = chart.getActiveElements()[0]?.element.x ?? (left + right) / 2;
  const valueAt = (pixel: number): number => axis?.getValueForPixel(pixel) ?? 0;
  return {
    from: tidy(valueAt(centre - (centre - left) * factor)),
    to: tidy(valueAt(centre + (right - centre) * factor)),
  };
}

/** The address needs no more digits than the eye. */
function tidy(value: number): number {
  return Number(value.toPrecision(5));
}

/** A finger scrolls the page; it has the buttons. */
function followBrush(
  canvas: HTMLCanvasElement,
  chartOf: () => Chart | null,
  choose: (range: Range) => void,
): void {
  const LEAST_PX = 8;
  let brush: { readonly start: number; readonly shade: HTMLElement } | null = null;
  const inArea = (event: PointerEvent): number => {
    const { left = 0, right = 0 } = chartOf()?.chartArea ?? {};
    return Math.min(right, Math.max(left, event.offsetX));
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch' || chartOf() === null) return;
    canvas.setPointerCapture(event.pointerId);
    brush = { start: inArea(event), shade: element('div', { class: 'brush' }) };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (brush === null) return;
    const { start, shade } = brush;
    const [from, to] = [Math.min(start, inArea(event)), Math.max(start, inArea(event))];
    if (to - from >= LEAST_PX) canvas.after(shade);
    shade.style.left = `${from}px`;
    shade.style.width = `${to - from}px`;
  });
  const end = (event: PointerEvent): void => {
    const axis = chartOf()?.scales['x'];
    const held = brush;
    brush = null;
    held?.shade.remove();
    if (held === null || axis === undefined || event.type !== 'pointerup') return;
    const [from, to] = [Math.min(held.start, inArea(event)), Math.max(held.start, inArea(event))];
    if (to - from < LEAST_PX) return;
    choose({ from: tidy(axis.getValueForPixel(from) ?? 0), to: tidy(axis.getValueForPixel(to) ?? 0) });
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
}
