// The formats in which a run can be handed to other programs: the table that the help, the completions and docs/exports.md follow.

/** What `--export <format>=<path>` writes: one file, or a folder in which a consumer finds several. */
export type ExportShape = 'file' | 'folder';

export const EXPORT_SHAPES = {
  asv: 'folder',
  bencher: 'file',
  csv: 'file',
  ctrf: 'file',
  'github-smaller': 'file',
  hdr: 'file',
  hyperfine: 'file',
  junit: 'file',
  openmetrics: 'file',
  otava: 'folder',
  perfetto: 'file',
  pyperf: 'file',
  'pytest-benchmark': 'file',
} as const satisfies Readonly<Record<string, ExportShape>>;

export type ExportFormat = keyof typeof EXPORT_SHAPES;

const isFormat = (name: string): name is ExportFormat => Object.hasOwn(EXPORT_SHAPES, name);
export const EXPORT_FORMATS: readonly ExportFormat[] = Object.keys(EXPORT_SHAPES).filter(isFormat);

/** One report for another program, and where it goes: a file or folder, or stdout. */
export interface ExportRequest {
  readonly format: ExportFormat;
  /** Null: stdout. */
  readonly path: string | null;
}

/** What of a run is exported: empty lists mean everything that a format has. */
export interface ExportSelection {
  /** Ids, families and `*` globs. */
  readonly scenarios: readonly string[];
  /** Ids of metrics. Those that are named stand where else the primary ones do. */
  readonly metrics: readonly string[];
}
