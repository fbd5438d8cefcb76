// A chart as PNG, on the ground of its theme and with its title.
import { fileName } from '../../query/file-name.ts';
import type { Figure } from './figure.ts';
import { save } from './save.ts';
import { readTheme } from './theme.ts';

const TITLE_PX = 28;

export function offerPicture({ plan, canvas, tools }: Figure, run: string): void {
  tools.png.addEventListener('click', () => {
    const picture = withTitle(
      canvas,
      canvas.getAttribute('aria-label')?.split('. ').slice(0, 2).join(': ') ?? plan.title,
    );
    picture.toBlob((blob) => {
      if (blob !== null) save(fileName('png', run, plan.id), blob, 'image/png');
    }, 'image/png');
  });
}

function withTitle(canvas: HTMLCanvasElement, title: string): HTMLCanvasElement {
  const density = canvas.width / Math.max(1, canvas.clientWidth);
  const theme = readTheme();
  const picture = document.createElement('canvas');
  picture.width = canvas.width;
  picture.height = canvas.height + TITLE_PX * density;
  const paint = picture.getContext('2d');
  if (paint === null) return picture;
  paint.fillStyle = theme.ground;
  paint.fillRect(0, 0, picture.width, picture.height);
  paint.drawImage(canvas, 0, TITLE_PX * density);
  paint.scale(density, density);
  paint.fillStyle = theme.ink;
  paint.font = `600 13px ${theme.font}`;
  paint.textBaseline = 'middle';
  paint.fillText(title, 8, TITLE_PX / 2);
  return picture;
}
