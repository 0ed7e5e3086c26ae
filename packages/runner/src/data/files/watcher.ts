/** Who waits for something long: hears how far it is, and may call it off. */

/** How far a part of the work is. */
export interface Stage {
  /** Such as `Downloading cifar-10-binary.tar.gz`. */
  readonly what: string
  readonly done: number
  /** Where it is known. */
  readonly total?: number | undefined
  /** What is counted: bytes, or things by their plural. */
  readonly unit: string
}

/** Given to what takes long. */
export interface Watcher {
  /** Aborted when the work is to be left. */
  readonly signal: AbortSignal
  readonly tell: (stage: Stage) => void
}

/** Nobody. */
export const nobody: Watcher = { signal: new AbortController().signal, tell: () => undefined }
