/** Errors by owner (user, service, bug), with each one's exit code. */

/** 0 yes, 1 no (a job failed, a check is not empty), 2 the user's mistake, 3 the service's, 70 a bug, 130 and 143 signals. */
export type ExitCode = 0 | 1 | 2 | 3 | 70 | 130 | 143

/** A position in a file; line and column count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The user can fix it in a file, a flag or the environment. */
export class UserError extends Error {
  override readonly name = 'UserError'
  /** Stable, kebab-case. */
  readonly code: string
  readonly place?: Place

  constructor(code: string, message: string, options?: ErrorOptions & { readonly place?: Place | undefined }) {
    super(message, options)
    this.code = code
    if (options?.place !== undefined) this.place = options.place
  }

  /** The line that the user sees: place, code and sentence. */
  get line(): string {
    const { place, code, message } = this
    return `${place === undefined ? '' : `${place.file}:${place.line}:${place.column}  `}${code}  ${message}`
  }
}

/** The service refused, or could not be reached. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  /** The service's own name for it, or ours if it gave none. */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Returns the exit code of a thrown value and the text for the user: a stack only for a bug. */
export function explain(error: unknown): { readonly exitCode: ExitCode; readonly text: string } {
  if (error instanceof UserError) return { exitCode: 2, text: error.line }
  if (error instanceof ServiceError) return { exitCode: 3, text: `${error.code}  ${error.message}` }
  const sentence = diskSentence(error)
  if (sentence !== undefined) return { exitCode: 2, text: sentence }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { exitCode: 70, text: `bug  This is a mistake in assay itself, not in your file.\n${stack}` }
}

/** Sentences for errors of the disk. @see https://man7.org/linux/man-pages/man3/errno.3.html */
const diskAnswers: Readonly<Record<string, readonly [code: string, sentence: string]>> = {
  ENOSPC: ['disk-full', 'There is no space left on the disk for'],
  EDQUOT: ['disk-full', 'The disk quota does not suffice for'],
  EROFS: ['read-only', 'The disk is read-only: nothing can be written to'],
  EACCES: ['no-permission', 'You have no permission for'],
  EPERM: ['no-permission', 'You have no permission for'],
  EFBIG: ['disk-full', 'The file-size limit does not suffice for'],
  EMFILE: ['too-many-files', 'The limit of open files is reached; raise it with "ulimit -n" to open'],
  ENOTDIR: ['not-a-folder', 'There is a file where a folder is needed:'],
  EEXIST: ['not-a-folder', 'There is a file where a folder is needed:'],
  EIO: ['disk-error', 'The disk answered with an error for'],
}

function diskSentence(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, path, dest, cause } = error as NodeJS.ErrnoException & { dest?: string; cause?: unknown }
  const answer = code === undefined ? undefined : diskAnswers[code]
  if (answer === undefined) return diskSentence(cause)
  const where = dest ?? path
  return `${answer[0]}  ${answer[1]} ${where === undefined ? 'a file' : `"${where}"`}.`
}
