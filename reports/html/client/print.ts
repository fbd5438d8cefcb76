// The printer gets everything: all parts opened, all charts drawn, in the colours of paper.
import type { Drawing } from './draw.ts';
import type { Sections } from './sections.ts';

export function preparePrint(sections: Sections, drawing: Drawing): void {
  let restore: (() => void) | null = null;
  addEventListener('beforeprint', () => {
    restore ??= sections.openAll();
    drawing.drawAll();
  });
  addEventListener('afterprint', () => {
    restore?.();
    restore = null;
  });
}
