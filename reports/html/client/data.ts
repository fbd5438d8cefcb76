// Unpacks the data block of the page.
import type { ChartData } from '../charts/chart-data.ts';

/** The page and this script are built together, so the data has the shape of the type. Null: this browser cannot inflate. */
export async function readData(): Promise<ChartData | null> {
  if (!('DecompressionStream' in globalThis)) return null;
  const packed = Uint8Array.from(atob(document.getElementById('data')?.textContent.trim() ?? ''), (letter) =>
    letter.charCodeAt(0),
  );
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const data: ChartData = await new Response(stream).json();
  return data;
}
