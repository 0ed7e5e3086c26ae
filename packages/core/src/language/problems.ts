/** What is wrong with a plan, collected: all problems are reported at once. */

import type { Diagnostic, DiagnosticCode } from './diagnostic.js'
import type { Part, Positions } from './positions.js'
import { placed, PlanError } from './plan-error.js'

/** Where diagnostics are collected. */
export interface Problems {
  readonly found: readonly Diagnostic[]
  /** Adds a diagnostic, one for each place and code: many variants may share what is wrong. */
  readonly add: (diagnostic: Diagnostic) => void
  /** Adds what a PlanError says; throws any other error again. */
  readonly catch: (error: unknown) => void
  readonly hasErrors: () => boolean
  /** Says what is wrong with an object of the file or its member. */
  readonly report: (
    code: DiagnosticCode,
    message: string,
    place: ProblemPlace,
    severity?: Diagnostic['severity'],
  ) => void
}

/** An object of the file, and perhaps one of its members: its value unless said. */
export type ProblemPlace = readonly [object: object, key?: string | number, part?: Part]

/** Returns an empty collection. */
export function createProblems(positions: Positions): Problems {
  const found: Diagnostic[] = []
  const places = new Set<string>()
  const once = (key: string, diagnostic: Diagnostic): void => {
    const place = `${key} ${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`
    if (!places.has(place)) found.push(diagnostic)
    places.add(place)
  }
  const add = (diagnostic: Diagnostic): void => once(diagnostic.code, diagnostic)
  return {
    found,
    add,
    report: (code, message, place, severity = 'error') => {
      const position = positions.of(...place) ?? positions.of(place[0])
      once(message, { code, message, severity, ...placed(position, positions) })
    },
    catch: (error) => {
      if (!(error instanceof PlanError)) throw error
      error.diagnostics.forEach(add)
    },
    hasErrors: () => found.some(({ severity }) => severity === 'error'),
  }
}
