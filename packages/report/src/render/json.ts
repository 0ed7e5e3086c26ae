/** The report as data, described by `schemas/report.schema.json`. */

import type { Report } from '../report/report.js'

/** Returns the report as JSON, ending with a line break. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`
}
