// Draws each chart when its section comes near the view, and all of them again when the theme changes.
import { Chart } from 'chart.js';
import type { ChartConfiguration } from 'chart.js';
import type { ChartData, ChartSpec } from '../chart-data.ts';
import { followKeys } from './cursor.ts';
import { curveChart } from './curve-chart.ts';
import { rateChart, rateHeight } from './rate-chart.ts';
import { readTheme } from './theme.ts';

export interface Drawing {
  readonly redraw: () => void;
  readonly drawAll: () => void;
}

export function startDrawing(data: ChartData): Drawing {
  const specs = new Map(data.charts.map((spec) => [spec.id, spec]));
  const drawn = new Map<HTMLCanvasElement, Chart>();
  const all = [...document.querySelectorAll<HTMLCanvasElement>('canvas[data-chart]')].flatMap((canvas) => {
    const spec = specs.get(canvas.dataset['chart'] ?? '');
    return spec === undefined ? [] : [{ canvas, spec }];
  });
  for (const { canvas, spec } of all)
    if (spec.kind === 'rates') setHeight(canvas, rateHeight(spec.bars.length));

  const draw = (canvas: HTMLCanvasElement, spec: ChartSpec): void => {
    if (drawn.has(canvas)) return;
    const chart = new Chart(canvas, configurationOf(spec, data));
    drawn.set(canvas, chart);
    canvas.dataset['drawn'] = '';
  };
  for (const { canvas, spec } of all)
    if (spec.kind === 'curve') followKeys(canvas, () => drawn.get(canvas) ?? null);
  watch(all, draw);
  return {
    redraw: () => {
      const before = all.filter(({ canvas }) => drawn.has(canvas));
      for (const chart of drawn.values()) chart.destroy();
      drawn.clear();
      for (const { canvas, spec } of before) draw(canvas, spec);
    },
    drawAll: () => {
      for (const { canvas, spec } of all) draw(canvas, spec);
      for (const chart of drawn.values()) chart.resize();
    },
  };
}

function configurationOf(spec: ChartSpec, data: ChartData): ChartConfiguration {
  switch (spec.kind) {
    case 'curve':
      return curveChart(spec, data, readTheme());
    case 'rates':
      return rateChart(spec, data, readTheme());
    default:
      return spec satisfies never;
  }
}

interface Waiting {
  readonly canvas: HTMLCanvasElement;
  readonly spec: ChartSpec;
}

function watch(all: readonly Waiting[], draw: (canvas: HTMLCanvasElement, spec: ChartSpec) => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const found = all.find(({ canvas }) => canvas === entry.target);
        if (!entry.isIntersecting || found === undefined) continue;
        observer.unobserve(entry.target);
        draw(found.canvas, found.spec);
      }
    },
    { rootMargin: '300px' },
  );
  for (const { canvas } of all) observer.observe(canvas);
}

function setHeight(canvas: HTMLCanvasElement, pixels: number): void {
  if (canvas.parentElement !== null) canvas.parentElement.style.height = `${pixels}px`;
}
