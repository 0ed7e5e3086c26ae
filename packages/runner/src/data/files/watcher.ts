/** Follows long work: receives its progress, and can cancel it. */

/** The progress of one part of the work. */
export interface Stage {
  /** Such as `Downloading cifar-10-binary.tar.gz`. */
  readonly what: string
  readonly done: number
  /** Undefined if unknown. */
  readonly total?: number | undefined
  /** `bytes`, or a plural noun. */
  readonly unit: string
}

/** Passed to functions that take long. */
export interface Watcher {
  /** Aborted to cancel the work. */
  readonly signal: AbortSignal
  readonly tell: (stage: Stage) => void
}

/** For work that nobody follows. */
export const nobody: Watcher = { signal: new AbortController().signal, tell: () => undefined }
