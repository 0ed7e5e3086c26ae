/** The error for an invalid experiment file: all of its problems, each with its position. */

import type { Diagnostic } from '@assay/core'

import { UserError } from './failure.js'

/** The text of files, by path. */
export type Files = Readonly<Record<string, string>>

/** Every problem of an experiment file. */
export class InvalidExperiment extends UserError {
  readonly diagnostics: readonly Diagnostic[]
  /** The text of the files that the diagnostics point into. */
  readonly files: Files

  constructor(diagnostics: readonly Diagnostic[], files: Files) {
    super('invalid-experiment', diagnostics.map(({ message }) => message).join(' '))
    this.diagnostics = diagnostics
    this.files = files
  }
}
