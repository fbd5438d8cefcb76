// The frame of a chart: title, legend, canvas with its words for who cannot see it, finding, tools.
import type { ChartPlan } from './chart-plan.ts';
import { button, element } from './element.ts';

export interface Switch {
  readonly index: number;
  readonly press: HTMLButtonElement;
}

export interface Figure {
  readonly plan: ChartPlan;
  readonly figure: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly speech: HTMLElement;
  /** One for each line but the first. */
  readonly switches: readonly Switch[];
  readonly tools: {
    readonly closer: HTMLButtonElement;
    readonly whole: HTMLButtonElement;
    readonly png: HTMLButtonElement;
  };
}

/** `about` is what all charts of the place are about: the scenario. */
export function figureOf(plan: ChartPlan, about: string, subjects: readonly string[]): Figure {
  const finding = plan.finding === '' ? 'The table has the numbers.' : plan.finding;
  const canvas = element('canvas', {
    'data-chart': plan.id,
    role: 'img',
    'aria-label': [about, plan.title, finding].filter((text) => text !== '').join('. '),
  });
  // Also inside of it, for readers that look there.
  canvas.append(finding);
  const frame = element('div', { class: 'canvas' }, canvas);
  if (plan.height !== null) frame.style.height = `${plan.height}px`;
  const speech = element('p', { class: 'unseen', 'aria-live': 'polite' });
  const tools = toolsOf(plan);
  const switches = plan.subjects.slice(1).map((subject, place) => {
    const press = button('', () => undefined);
    press.setAttribute('aria-label', subjects[subject] ?? '');
    return { index: place + 1, press };
  });
  const figure = element(
    'figure',
    { class: 'chart' },
    element('figcaption', {}, plan.title),
    ...(plan.subjects.length === 0 ? [] : [legend(plan.subjects, subjects, switches)]),
    frame,
    speech,
    ...(plan.finding === '' || plan.told ? [] : [element('p', { class: 'note' }, plan.finding)]),
    element('div', { class: 'tools' }, ...(plan.walkable ? [tools.closer, tools.whole] : []), tools.png),
  );
  if (plan.walkable) canvas.tabIndex = 0;
  return { plan, figure, canvas, speech, switches, tools };
}

/** Their names say to screen readers which chart they belong to. */
function toolsOf({ title }: ChartPlan): Figure['tools'] {
  const tool = (label: string): HTMLButtonElement => {
    const made = button(label, () => undefined);
    made.append(element('span', { class: 'unseen' }, ` ${title}`));
    return made;
  };
  const tools = { closer: tool('Zoom in'), whole: tool('Show all'), png: tool('PNG') };
  tools.whole.hidden = true;
  return tools;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The switch lies over its entry: on paper the entry alone is left. */
function legend(
  own: readonly number[],
  subjects: readonly string[],
  switches: readonly Switch[],
): HTMLElement {
  const entries = own.map((subject, place) => {
    const swatch = document.createElementNS(SVG, 'svg');
    const line = document.createElementNS(SVG, 'line');
    for (const [name, value] of Object.entries({ width: '28', height: '8', 'aria-hidden': 'true' }))
      swatch.setAttribute(name, value);
    for (const [name, value] of Object.entries({
      class: `look look-${subject}`,
      x1: '0',
      x2: '28',
      y1: '4',
      y2: '4',
    }))
      line.setAttribute(name, value);
    swatch.append(line);
    const press = switches.find(({ index }) => index === place)?.press;
    return element('li', {}, swatch, ` ${subjects[subject] ?? ''}`, ...(press === undefined ? [] : [press]));
  });
  return element('ul', { class: 'legend' }, ...entries);
}
