/** Writes one line to the job's log. */
export type Log = (line: string) => void
