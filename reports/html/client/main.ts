// The behaviour of the page: one store, and everything that listens to it.
import type { ChartData } from '../charts/chart-data.ts';
import { addCopyButtons } from './copy.ts';
import { readData } from './data.ts';
import { addDownloads } from './downloads.ts';
import { startDrawing } from './draw.ts';
import { addFilter } from './filter.ts';
import { addMoreCharts } from './more-charts.ts';
import { followPlaces } from './places.ts';
import { preparePrint } from './print.ts';
import { addGridSorting } from './grid-sorting.ts';
import { keepSections } from './sections.ts';
import { findShown } from './shown.ts';
import { addSorting } from './sorting.ts';
import { createStore } from './store.ts';
import { addThemeSwitch } from './theme.ts';

const NO_DATA: ChartData = {
  run: '',
  subjects: [],
  scenarios: [],
  grid: [],
  rows: [],
  blocks: [],
  history: [],
  traces: [],
};

readData().then(
  (data) => {
    start(data ?? NO_DATA);
    if (data === null) showAsWithoutScript();
  },
  (error: unknown) => {
    showAsWithoutScript();
    throw error;
  },
);

/** A browser that cannot unpack the data leaves no room for charts. */
function showAsWithoutScript(): void {
  document.documentElement.classList.remove('script');
}

function start(facts: ChartData): void {
  const store = createStore();
  addMoreCharts(facts);
  const shown = findShown(facts);
  addFilter(facts, store, shown);
  addSorting(facts, store);
  addGridSorting(facts, store);
  const sections = keepSections(store);
  const drawing = startDrawing(facts, store);
  addThemeSwitch(store, drawing.redraw);
  addDownloads(facts, shown);
  addCopyButtons();
  preparePrint(sections, drawing);
  followPlaces(store);
  document.documentElement.dataset['ready'] = '';
}
