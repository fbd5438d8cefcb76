// Links within the page: they lead into closed parts, to where the filter hid something, and keep the rest of the address.
import type { Store } from './store.ts';

export function followPlaces(store: Store): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const id = link?.getAttribute('href')?.slice(1) ?? '';
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!plain || document.getElementById(id) === null) return;
    event.preventDefault();
    store.change({ at: id }, 'step');
    go(id, store);
  });
  store.watch((now, before) => {
    if (now.at !== before.at && now.at !== null) go(now.at, store);
  });
  const { at } = store.state();
  if (at !== null) go(at, store);
}

function go(id: string, store: Store): void {
  const target = document.getElementById(id);
  if (target === null) return;
  const folded = target.querySelector('article > details');
  if (folded instanceof HTMLDetailsElement && folded.parentElement === target) folded.open = true;
  for (let around = target.parentElement; around !== null; around = around.parentElement)
    if (around instanceof HTMLDetailsElement) around.open = true;
  if (target.closest('[hidden]') !== null) store.change({ q: '' }, 'same');
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView();
}
