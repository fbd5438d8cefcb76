// The behaviour of the page: draws charts when they come into view, switches the theme, opens what is linked to or printed.
import type { ChartData } from '../chart-data.ts';
import { addCopyButtons } from './copy.ts';
import { startDrawing } from './draw.ts';
import { addThemeSwitch } from './theme.ts';

document.documentElement.classList.add('script');

const drawing = startDrawing(readData());
addThemeSwitch(drawing.redraw);
addCopyButtons();
addEventListener('hashchange', openTarget);
openTarget();

/** Opened only for the printer, closed again after it. */
let openedForPrint: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  openedForPrint = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of openedForPrint) details.open = true;
  drawing.drawAll();
});
addEventListener('afterprint', () => {
  for (const details of openedForPrint) details.open = false;
});

/** The page and this script are built together, so the data has the shape of the type. */
function readData(): ChartData {
  const data: ChartData = JSON.parse(document.getElementById('data')?.textContent ?? '');
  return data;
}

/** A link to a rule leads into a closed part of the page. */
function openTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = target?.parentElement ?? null; at !== null; at = at.parentElement)
    if (at instanceof HTMLDetailsElement) at.open = true;
  if (location.hash !== '') target?.scrollIntoView();
}
