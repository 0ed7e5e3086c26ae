export type { JudgedRows, RowStatistic, RowsByJob } from './records/judged-rows.js'
export { analyse } from './analyse.js'
export type { ReportContext } from './analyse.js'
export { shortestFloat32 } from '@assay/core/internal'
export type { Interval, Estimate } from './statistics/statistics.js'
export type {
  Comparison,
  JobCounts,
  JobRow,
  LeaderboardRow,
  Report,
  RunStatus,
  StageComparison,
  Verdict,
} from './report/report.js'
export type { Confirmation, ConfirmedTrial, ParentSearch, SearchAnalysis, SearchTrial } from './report/search-report.js'
export type { Spending } from './report/spending-report.js'
export type { WarmStartAnalysis } from './report/warm-start-report.js'
export { renderCsv } from './render/csv.js'
export { renderHtml } from './render/html.js'
export { renderJson } from './render/json.js'
export { renderMarkdown } from './render/markdown.js'
export type { MarkdownReport } from './render/markdown.js'
export { drawPictures } from './render/draw-pictures.js'
export type { Picture } from './render/base/picture.js'
export { renderTerminal } from './render/terminal.js'
export type { TerminalOptions } from './render/terminal.js'
