// What this machine grants, as it was looked at: each fact may be missing. Diagnoses are made of these and of nothing else.

export interface LimitsSeen {
  /** Of this process; its runners inherit it. */
  readonly openFiles: number | null;
  readonly watches: number | null;
  readonly watchInstances: number | null;
  /** Of this user, as far as this process may see. */
  readonly watchInstancesUsed: number | null;
}

/** How long it took, or why it never came. */
export type EchoAnswer = { readonly ms: number } | { readonly trouble: string };

export interface EchoSeen {
  readonly folder: string;
  readonly use: 'scratch' | 'out';
  readonly echo: EchoAnswer;
}

export interface FolderSeen {
  readonly folder: string;
  readonly use: 'scratch' | 'out';
  readonly freeBytes: number | null;
  readonly fileSystem: string | null;
  /** Why nothing can be written there, or null. */
  readonly trouble: string | null;
}
