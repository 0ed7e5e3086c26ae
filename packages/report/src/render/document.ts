/** A report as headings, sentences, tables and pictures, for both HTML and Markdown. */

import { objectiveDecimals } from '../answer/objective-decimals.js'
import type { Report } from '../report/report.js'
import type { ReportDocument } from './base/blocks.js'
import { comparisonSections } from './sections/comparisons-section.js'
import { bestSections, curvesSection } from './sections/best-section.js'
import { jobsSection, retiredSection, runSection } from './sections/jobs-section.js'
import { leaderboardSection } from './sections/leaderboard-section.js'
import { matrixSections } from './sections/matrix-section.js'
import { searchSections } from './sections/search-sections.js'
import { variantsSection } from './sections/variants-section.js'
import { warmStartSections } from './sections/warm-start-sections.js'
import { tiles } from './tiles.js'

/** Returns the report as a document. */
export function reportDocument(report: Report): ReportDocument {
  const decimals = objectiveDecimals(report.leaderboard)
  return {
    title: report.experiment.name,
    ...(report.experiment.question !== undefined && { question: report.experiment.question }),
    answer: report.answer,
    tiles: tiles(report, decimals),
    sections: [
      leaderboardSection(report, decimals),
      ...comparisonSections(report, decimals),
      ...searchSections(report, decimals),
      ...warmStartSections(report, decimals),
      ...matrixSections(report, decimals),
      ...curvesSection(report),
      ...bestSections(report),
      variantsSection(report),
      runSection(report),
      jobsSection(report, decimals),
      ...retiredSection(report, decimals),
    ],
  }
}
