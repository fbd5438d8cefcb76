// Whose a folder is: enough of a process to tell whether it still lives, also after its number was given to another one.

/** A field is null where the system does not tell it. */
export interface Owner {
  readonly pid: number;
  /** When the process began, in clock ticks since the boot. */
  readonly start: string | null;
  /** The boot of the machine. */
  readonly boot: string | null;
  /** The namespace in which the number counts: containers that share a folder have numbers of their own. */
  readonly space: string | null;
}
