// File names from arbitrary names: safe in a path and in a link, and unique in a site.

/** What no file system and no link treats specially. Small letters alone: some file systems fold the others. */
const UNSAFE = /[^a-z0-9._-]|^[.-]/gu;
const LONGEST = 100;

function slugOf(name: string): string {
  const safe = name
    .toLowerCase()
    .replace(UNSAFE, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`);
  return safe === '' ? 'unnamed' : safe.slice(0, LONGEST);
}

/** Gives each name its own slug, in the order in which they are asked for. */
export function makeSlugs(): (name: string) => string {
  const used = new Set<string>();
  return (name) => {
    const base = slugOf(name);
    let slug = base;
    for (let number = 2; used.has(slug); number++) slug = `${base}_${number}`;
    used.add(slug);
    return slug;
  };
}
