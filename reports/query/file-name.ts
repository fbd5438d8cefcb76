// Names of downloaded files from any texts.

/** Letters, digits, dots, dashes and underlines of any system; never hidden, never reserved, never too long. */
export function fileName(extension: string, ...texts: readonly string[]): string {
  const safe = texts.map((text) =>
    text
      .replaceAll(/[^A-Za-z0-9._-]+/gu, '-')
      .replaceAll(/\.{2,}/gu, '.')
      .replaceAll(/^[-.]+|[-.]+$/gu, '')
      .slice(0, 60),
  );
  return `${['evenloop', ...safe.filter((text) => text !== '')].join('-')}.${extension}`;
}
