/** The report as data; `schemas/report.schema.json` says what stands where. */

import type { Report } from '../report/report.js'

/** Returns the report as JSON, ending with a line break. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`
}
