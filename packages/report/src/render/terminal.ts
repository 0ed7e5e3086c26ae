/** The ranked table for a terminal. */

import { testMetric } from '../records/metric-names.js'
import { duration, figure, money, signed } from '../answer/figures.js'
import { objectiveDecimals } from '../answer/objective-decimals.js'
import type { Comparison, LeaderboardRow, Report } from '../report/report.js'
import type { SearchAnalysis } from '../report/search-report.js'
import { seedWords } from './sections/leaderboard-section.js'
import { trialFailures, trialWords } from './sections/search-sections.js'
import { extent } from '../statistics/extent.js'
import { toneOf, verdictCell } from './base/verdict-cell.js'

/** The terminal's width and color. */
export interface TerminalOptions {
  /** Columns. Default: 100. */
  readonly width?: number
  /** Whether to color. Default: false. */
  readonly color?: boolean
}

interface Line {
  readonly cells: readonly string[]
  readonly style?: Style
}

type Style = 'bold' | 'dim' | 'better' | 'worse'

const codes: Readonly<Record<Style, string>> = { bold: '1', dim: '2', better: '34', worse: '33' }

/** Returns the table, the answer and notes on failures, ending with a line break. Columns are dropped if the width is short. */
export function renderTerminal(report: Report, { width = 100, color = false }: TerminalOptions = {}): string {
  const paint = (text: string, style: Style | undefined): string =>
    color && style ? `\u001b[${codes[style]}m${text}\u001b[0m` : text
  const lines = fit(tableLines(report), width)
  const widths = columnWidths(lines)
  const table = lines.map(({ cells, style }) =>
    paint(
      cells
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
      style,
    ),
  )
  const notes = [...report.leaderboard.flatMap(failureNotes), ...report.searches.flatMap(trialFailures)].flatMap(
    (note) => wrap(note, width),
  )
  const searches = report.searches.flatMap((search) => wrap(searchLine(search, report), width))
  const answer = report.answer.flatMap((sentence) => wrap(sentence, width))
  const trained = report.jobs.filter(({ trainingSeconds }) => trainingSeconds !== undefined).length
  const time = `${duration(report.time.trainingSeconds)} of training in ${trained === 1 ? 'one job' : `${trained} jobs`}.`
  return `${[...table, '', ...searches, ...(searches.length > 0 ? [''] : []), ...answer, ...notes.map((note) => paint(note, 'worse')), paint(time, 'dim')].join('\n')}\n`
}

function searchLine(search: SearchAnalysis, { leaderboard, objective }: Report): string {
  const { ref, best, spent } = search
  const found =
    best?.objective === undefined
      ? ''
      : `, best ${objective.metric} ${figure(best.objective, objectiveDecimals(leaderboard))} in trial ${best.number}`
  const price = spent.cost ? ` and ${money(spent.cost)}` : ''
  const took = spent.trials === 0 ? '' : `, ${duration(Math.round(spent.wallSeconds))}${price}`
  return `search ${ref}: ${trialWords(search)} trials${found}${took}`
}

function tableLines({ leaderboard, objective, comparisons }: Report): Line[] {
  const decimals = objectiveDecimals(leaderboard)
  const name = testMetric(objective.metric)
  const test = name !== undefined && leaderboard.some(({ metrics }) => metrics[name]) ? name : undefined
  const compared = new Map(comparisons.flatMap(({ rows }) => rows.map((row) => [row.ref, row] as const)))
  const head: Line = {
    cells: [
      '#',
      'variant',
      objective.metric,
      '± sd',
      'seeds',
      'against its “of”',
      ...(test === undefined ? [] : [test]),
    ],
    style: 'bold',
  }
  return [head, ...leaderboard.map((row) => line(row, compared.get(row.ref), test, decimals))]
}

function line(row: LeaderboardRow, compared: Comparison | undefined, test: string | undefined, decimals: number): Line {
  const { rank, ref, objective } = row
  const tested = test === undefined ? undefined : row.metrics[test]
  const style = styleOf(row, compared)
  return {
    cells: [
      rank === undefined ? '' : String(rank),
      printable(ref),
      objective ? figure(objective.mean, decimals) : 'no result',
      objective?.sd === undefined ? '' : figure(objective.sd, decimals),
      seedWords(row),
      row.rankedAs === undefined
        ? compared
          ? comparisonWords(compared, decimals)
          : ''
        : printable(`= ${row.rankedAs}`),
      ...(test === undefined ? [] : [tested ? figure(tested.mean, decimals) : '']),
    ],
    ...(style && { style }),
  }
}

function styleOf({ rank }: LeaderboardRow, compared: Comparison | undefined): Style | undefined {
  if (rank === undefined) return 'dim'
  const tone = compared && toneOf(compared.verdict)
  return tone === 'muted' ? undefined : tone
}

function comparisonWords(row: Comparison, decimals: number): string {
  const difference =
    row.improvement === undefined || row.verdict === 'same jobs' ? '' : ` ${signed(row.improvement, decimals)}`
  return printable(verdictCell(row).text + difference)
}

/** Drops columns from the right, then cuts refs in the middle, until the table fits. */
function fit(lines: readonly Line[], width: number): readonly Line[] {
  const total = columnWidths(lines).reduce((sum, column) => sum + column + 2, -2)
  if (total <= width) return lines
  const columns = lines[0]?.cells.length ?? 0
  if (columns > 4)
    return fit(
      lines.map((one) => ({ ...one, cells: one.cells.slice(0, -1) })),
      width,
    )
  const longest = columnWidths(lines)[1] ?? 0
  const allowed = Math.max(8, longest - (total - width))
  return lines.map((one) => ({
    ...one,
    cells: one.cells.map((cell, column) => (column === 1 ? middle(cell, allowed) : cell)),
  }))
}

function middle(text: string, length: number): string {
  if (text.length <= length) return text
  const kept = length - 1
  return `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`
}

function columnWidths(lines: readonly Line[]): number[] {
  return (lines[0]?.cells ?? []).map((_, column) => extent(lines.map(({ cells }) => cells[column]?.length ?? 0))[1])
}

/** Aligns numbers to the right: rank, mean and deviation. */
function pad(text: string, length: number, column: number): string {
  return column === 0 || column === 2 || column === 3 ? text.padStart(length) : text.padEnd(length)
}

function failureNotes({ ref, seeds }: LeaderboardRow): string[] {
  return seeds.flatMap(({ seed, status, reason }) =>
    reason === undefined ? [] : [printable(`${ref}, seed ${seed} ${status}: ${reason}`)],
  )
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of printable(text).split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** A failure's text comes from a log: it must not move the cursor or color the text after it. */
function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '')
}
