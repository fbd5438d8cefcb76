// Closed parts for what is drawn on demand: the distribution beside each percentile curve.
import type { ChartData } from '../charts/chart-data.ts';
import { element } from './element.ts';

export function addMoreCharts(data: ChartData): void {
  for (const place of document.querySelectorAll<HTMLElement>('.charts[data-block]')) {
    const index = place.dataset['block'] ?? '';
    if (data.blocks[Number(index)]?.charts.some(({ kind }) => kind === 'curve') !== true) continue;
    const charts = element('div', { class: 'charts', 'data-block': index, 'data-more': '' });
    place.after(element('details', { class: 'more-charts' }, element('summary', {}, 'Distribution'), charts));
  }
}
