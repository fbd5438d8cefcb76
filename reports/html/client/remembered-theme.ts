// The theme that the reader chose last, where the browser lets local files remember anything.

const STORED = 'evenloop-theme';

export function rememberedTheme(): 'light' | 'dark' | null {
  try {
    const stored = localStorage.getItem(STORED);
    return stored === 'light' || stored === 'dark' ? stored : null;
  } catch {
    return null;
  }
}

export function rememberTheme(theme: 'light' | 'dark'): void {
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // It then lasts as long as the page, and in links to it.
    return;
  }
}
