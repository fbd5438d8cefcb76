// Light or dark: follows the system until the reader chooses, and remembers the choice where the browser allows it.

export interface Theme {
  readonly dark: boolean;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly font: string;
}

const STORED = 'evenloop-theme';

export function addThemeSwitch(changed: () => void): void {
  const root = document.documentElement;
  const stored = remembered();
  if (stored !== null) root.dataset['theme'] = stored;
  const button = document.createElement('button');
  button.type = 'button';
  const label = (): void => {
    button.textContent = isDark() ? 'Light theme' : 'Dark theme';
  };
  button.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    root.dataset['theme'] = next;
    remember(next);
    label();
    changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    label();
    changed();
  });
  label();
  document.querySelector('.top')?.append(button);
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
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return theme;
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

/** Some browsers refuse storage to local files; the theme then lasts as long as the page. */
function remembered(): string | null {
  try {
    const stored = localStorage.getItem(STORED);
    return stored === 'light' || stored === 'dark' ? stored : null;
  } catch {
    return null;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    return;
  }
}
