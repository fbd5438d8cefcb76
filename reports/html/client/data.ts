// Unpacks the data block of the page.
import type { ChartData } from '../charts/chart-data.ts';
import { unpacked } from './unpack.ts';

/** The page and this script are built together, so the data has the shape of the type. Null: this browser cannot inflate. */
export async function readData(): Promise<ChartData | null> {
  const data: ChartData | undefined = await (await unpacked('data'))?.json();
  return data ?? null;
}
