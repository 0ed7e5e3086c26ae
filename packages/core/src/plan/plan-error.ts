/** A problem that only planning can find: thrown where it is found, collected with the others by `plan`. */

import type { Diagnostic } from '../diagnostic.js'

/** Carries one diagnostic to `plan`, which collects one for each variant. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  readonly diagnostic: Diagnostic
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message)
    this.diagnostic = diagnostic
  }
}
