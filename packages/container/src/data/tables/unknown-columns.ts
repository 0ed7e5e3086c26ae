/** Columns that an experiment names and its data do not have: every one, for they are mended together. */

import { JobFailure } from '../../base/job-failure.js'

/** What was named, and what there is. */
export class UnknownColumns extends JobFailure {
  readonly unknown: readonly string[]
  readonly columns: readonly string[]

  /** `what` begins the sentence, up to the names. */
  constructor(what: string, unknown: readonly string[], columns: readonly string[]) {
    super(`${what} ${listed(unknown)}. Known are ${listed(columns)}.`)
    this.unknown = unknown
    this.columns = columns
  }
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
