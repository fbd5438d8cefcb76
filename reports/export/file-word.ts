// A name as a part of a path: readable, safe on any system, and another one for another name.
import { createHash } from 'node:crypto';

const LONGEST = 80;

export function fileWord(name: string): string {
  const safe = name
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, LONGEST);
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return safe === '' ? digest : `${safe}-${digest}`;
}
