// Which file of a folder is the module of a name: what Node can load as it is comes first, TypeScript only where Node strips its types.

const PLAIN = ['js', 'mjs'];
const TYPED = ['ts', 'mts'];

/** The file `<stem>.<extension>` that is loaded, or null. Where sources and what was compiled from them lie side by side, the latter. */
export function moduleFile(files: ReadonlySet<string>, stem: string, stripsTypes: boolean): string | null {
  const extensions = stripsTypes ? [...PLAIN, ...TYPED] : PLAIN;
  const found = extensions.find((extension) => files.has(`${stem}.${extension}`));
  return found === undefined ? null : `${stem}.${found}`;
}

/** Whether this Node loads TypeScript by leaving out its types, which 22.18, 23.6 and later do. */
export function stripsTypes(features: object): boolean {
  return 'typescript' in features && features.typescript === 'strip';
}
