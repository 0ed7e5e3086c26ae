/** Why an endpoint could not start, in a sentence for its user: the port, the folder, the state, the images. */
export class StartupError extends Error {
  /** The system's code of the cause, such as EADDRINUSE or ENOSPC, if there is one. */
  readonly code: string | undefined

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = (options?.cause as NodeJS.ErrnoException | undefined)?.code
  }
}

/** Another process is the endpoint of the folder. */
export class EndpointRunningError extends StartupError {}
