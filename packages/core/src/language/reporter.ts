/** Collects what is wrong with an experiment: each problem is reported where it is found, and all are shown at once. */

import { suggest } from '../base/suggest.js'
import type { Diagnostic, DiagnosticCode } from './diagnostic.js'
import type { Part, Position, Positions } from './positions.js'

/** Collects diagnostics. A function that cannot go on reports why, and returns undefined. */
export interface Reporter {
  /** In the order in which they were reported. */
  readonly found: readonly Diagnostic[]
  readonly hasErrors: () => boolean
  readonly report: Report
}

/** Reports a problem: at an object or its member, at a position found before, or else at the head of the file. */
export type Report = (
  code: DiagnosticCode,
  message: string,
  place: Place | Position | undefined,
  options?: ReportOptions,
) => void

/** An object of the file, and perhaps one of its members: the member's value, or its key. */
export type Place = readonly [object: object, key?: string | number, part?: Part]

/** Options of a report. */
export interface ReportOptions {
  /** Default: error. */
  readonly severity?: Diagnostic['severity']
  /** An unknown name and the known ones, for "did you mean". */
  readonly unknown?: readonly [name: string, known: Iterable<string>]
  /** Keep only the first problem of this code at this place: many variants may share one. */
  readonly oncePerCode?: boolean
}

/** Returns a reporter that has found nothing. The same sentence at the same place is kept once. */
export function createReporter(positions: Positions): Reporter {
  const found: Diagnostic[] = []
  const seen = new Set<string>()
  let hasErrors = false
  const report: Report = (code, message, place, { severity = 'error', unknown, oncePerCode = false } = {}) => {
    if (found.length >= mostReports && (hasErrors || severity === 'warning')) return
    const position = positionOf(place, positions)
    const key = `${oncePerCode ? code : message} ${position.file}:${position.line}:${position.column}`
    if (seen.has(key)) return
    seen.add(key)
    if (severity === 'error') hasErrors = true
    const suggestion = unknown && suggest(...unknown)
    found.push({ code, message, severity, ...(suggestion === undefined ? {} : { suggestion }), ...position })
  }
  return { found, hasErrors: () => hasErrors, report }
}

/** Returns a reporter that adds a sentence to every message. */
export function withNote({ report, ...reporter }: Reporter, note: string): Reporter {
  return {
    ...reporter,
    report: (code, message, ...rest) => report(code, `${message} ${note}`, ...rest),
  }
}

/** More than are shown: finding suggestions for the rest of a hostile file would take too long. */
const mostReports = 1000

function positionOf(place: Place | Position | undefined, positions: Positions): Position {
  const position = isPlace(place) ? (positions.of(...place) ?? positions.of(place[0])) : place
  return position ?? positions.at([]) ?? { file: '', line: 1, column: 1, endColumn: 2 }
}

function isPlace(place: Place | Position | undefined): place is Place {
  return Array.isArray(place)
}
