// Draws each chart when it comes near the view, and those in view again when the theme changes.
import { Chart } from 'chart.js';
import type { ChartData } from '../charts/chart-data.ts';
import { planOf, plansOfBlock } from './chart-plan.ts';
import type { ChartPlan } from './chart-plan.ts';
import { chooseLines } from './chosen-lines.ts';
import type { Lines } from './chosen-lines.ts';
import { followKeys } from './cursor.ts';
import { figureOf } from './figure.ts';
import type { Figure } from './figure.ts';
import { offerPicture } from './picture.ts';
import type { Store } from './store.ts';
import { readTheme } from './theme.ts';
import { keepZoom } from './zoom.ts';
import type { Zooming } from './zoom.ts';

export interface Drawing {
  readonly redraw: () => void;
  readonly drawAll: () => void;
}
interface Place {
  readonly element: HTMLElement;
  readonly about: string;
  readonly plans: readonly ChartPlan[];
}
interface Drawable {
  readonly figure: Figure;
  readonly zooming: Zooming;
  readonly lines: Lines;
  chart: Chart | null;
}

export function startDrawing(data: ChartData, store: Store): Drawing {
  const waiting = new Map(placesOf(data).map((place) => [place.element, place]));
  const drawables = new Map<Element, Drawable>();
  let theme = readTheme();

  const draw = (drawable: Drawable): void => {
    const { figure, zooming } = drawable;
    if (drawable.chart !== null) return;
    const configuration = figure.plan.configure(theme);
    for (const [index, set] of configuration.data.datasets.entries())
      if (!drawable.lines.isShown(index)) set.hidden = true;
    drawable.chart = new Chart(figure.canvas, configuration);
    zooming.apply();
    figure.canvas.dataset['drawn'] = '';
  };
  const erase = (drawable: Drawable): void => {
    drawable.chart?.destroy();
    drawable.chart = null;
    delete drawable.figure.canvas.dataset['drawn'];
  };
  const nearView = whenNear('300px', (canvas) => {
    const drawable = drawables.get(canvas);
    if (drawable !== undefined) draw(drawable);
  });
  const furnish = (element: Element): void => {
    const place = waiting.get(element as HTMLElement);
    if (place === undefined) return;
    waiting.delete(place.element);
    for (const figure of figuresOf(place, data)) {
      const drawable = drawableOf(figure, data, store);
      drawables.set(figure.canvas, drawable);
      nearView.observe(figure.canvas);
    }
    place.element.style.minHeight = '';
  };
  const nearly = whenNear('900px', furnish);
  for (const { element, plans } of waiting.values()) {
    element.style.minHeight = roomFor(plans);
    nearly.observe(element);
  }
  return {
    redraw: () => {
      theme = readTheme();
      for (const [canvas, drawable] of drawables) {
        if (drawable.chart === null) continue;
        erase(drawable);
        // Those out of view are drawn when they come into view: the observer reports those in view at once.
        nearView.observe(canvas);
      }
    },
    drawAll: () => {
      for (const element of waiting.keys()) furnish(element);
      for (const drawable of drawables.values()) {
        draw(drawable);
        drawable.chart?.resize();
      }
    },
  };
}

function drawableOf(figure: Figure, data: ChartData, store: Store): Drawable {
  const chartOf = (): Chart | null => drawable.chart;
  const lines = chooseLines(figure, chartOf);
  const drawable: Drawable = { figure, chart: null, lines, zooming: keepZoom(figure, chartOf, store) };
  if (figure.plan.walkable) followKeys(figure, chartOf);
  offerPicture(figure, data.run);
  return drawable;
}

function placesOf(data: ChartData): readonly Place[] {
  return [...document.querySelectorAll<HTMLElement>('.charts[data-block], .charts[data-history]')].map(
    (element) => {
      const block = data.blocks[Number(element.dataset['block'] ?? -1)];
      const history = data.history[Number(element.dataset['history'] ?? -1)];
      const scenario = block === undefined ? undefined : data.scenarios[block.scenario];
      return {
        element,
        about: scenario?.title ?? '',
        plans:
          block === undefined
            ? history === undefined
              ? []
              : [planOf(history, data)]
            : plansOfBlock(block, element.dataset['more'] !== undefined, data),
      };
    },
  );
}

function figuresOf({ element, about, plans }: Place, data: ChartData): readonly Figure[] {
  const figures = plans.map((plan) => figureOf(plan, about, data.subjects));
  element.append(...figures.map(({ figure }) => figure));
  return figures;
}

/** About as much as the figures will take, so that what is below does not jump. */
function roomFor({ length: count }: readonly ChartPlan[]): string {
  return `${Math.ceil(count / (innerWidth < 960 ? 1 : 2)) * 24}rem`;
}

/** Once for each element that is observed. */
function whenNear(margin: string, act: (element: Element) => void): IntersectionObserver {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        act(target);
      }
    },
    { rootMargin: margin },
  );
  return observer;
}
