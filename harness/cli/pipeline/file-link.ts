// A path as a link that terminals and browsers open.
import { pathToFileURL } from 'node:url';

export function fileLink(path: string): string {
  return pathToFileURL(path).href;
}
