/** A problem that only planning can find: thrown where it is found, collected with the others by `plan`. */

import type { Diagnostic } from './diagnostic.js'
import type { Position, Positions } from './positions.js'

/** Carries diagnostics to `plan`, which collects those of every variant. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  readonly diagnostics: readonly Diagnostic[]
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join(' '))
    this.diagnostics = diagnostics
  }
}

/** Returns a PlanError at a position, or at the head of the file where the position is not known. */
export function planError(
  code: Diagnostic['code'],
  message: string,
  position: Position | undefined,
  positions: Positions,
): PlanError {
  return new PlanError([{ code, message, severity: 'error', ...placed(position, positions) }])
}

/** Returns the position, or the head of the file. */
export function placed(position: Position | undefined, positions: Positions): Position {
  return position ?? positions.at([]) ?? { file: '', line: 1, column: 1, endColumn: 2 }
}
