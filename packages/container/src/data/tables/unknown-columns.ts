/** Columns that an experiment names and its data does not have: all of them, to be fixed together. */

import { JobFailure } from '../../base/job-failure.js'

/** Unknown columns, and the columns of the data. */
export class UnknownColumns extends JobFailure {
  readonly unknown: readonly string[]
  readonly columns: readonly string[]

  /** `what` is the beginning of the message, before the names. */
  constructor(what: string, unknown: readonly string[], columns: readonly string[]) {
    super(`${what} ${listed(unknown)}. Known are ${listed(columns)}.`)
    this.unknown = unknown
    this.columns = columns
  }
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
