// Light or dark: what the address says, else what the reader chose last, else what the system prefers.
import { button } from './element.ts';
import { rememberTheme, rememberedTheme } from './remembered-theme.ts';
import type { Store } from './store.ts';

export interface Theme {
  readonly dark: boolean;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly band: string;
  readonly alarm: string;
  readonly font: string;
}

export function addThemeSwitch(store: Store, changed: () => void): void {
  const root = document.documentElement;
  const toggle = button('', () => {
    const next = isDark() ? 'light' : 'dark';
    rememberTheme(next);
    store.change({ theme: next }, 'same');
  });
  const label = (): void => {
    toggle.textContent = isDark() ? 'Light theme' : 'Dark theme';
  };
  store.watch((now, before) => {
    if (now.theme === before.theme) return;
    const theme = now.theme ?? rememberedTheme();
    if (theme === null) delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    label();
    changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    label();
    changed();
  });
  label();
  document.querySelector('.top')?.append(toggle);
}

/** The colours of the style sheet, for the canvas, which knows no style sheets. */
export function readTheme(): Theme {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    dark: isDark(),
    ink: colour('ink'),
    quiet: colour('quiet'),
    line: colour('line'),
    ground: colour('ground'),
    band: colour('band'),
    alarm: colour('alarm'),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return theme;
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}
