/** The output of a command. `own-process.ts` makes the real one; nothing else touches the process's streams. */

/** Writes text for people and bytes for programs. */
export interface Terminal {
  /** The command's result, to standard output. A line end is added. */
  readonly out: (text: string) => void
  /** Bytes as they are, to standard output. */
  readonly write: (bytes: Uint8Array) => void
  /** Everything else, to standard error. A line end is added. */
  readonly note: (text: string) => void
  /** Whether standard output is a terminal that can be redrawn. */
  readonly isInteractive: boolean
  readonly color: boolean
  /** Columns. */
  readonly width: number
}
