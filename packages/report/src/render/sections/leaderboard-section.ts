/** The ranking of the variants. */

import { testMetric } from '../../records/metric-names.js'
import { compact, count } from '../../answer/figures.js'
import type { Comparison, LeaderboardRow, Report } from '../../report/report.js'
import { emptyCell, intervalCell, meanCell, numberCell, refCell } from '../base/cells.js'
import { leaderboardPicture } from '../pictures/leaderboard-picture.js'
import type { Cell, Row, Section } from '../base/blocks.js'
import { verdictCell } from '../base/verdict-cell.js'

/** Returns the ranking. Variants that failed, still run or wait come last. */
export function leaderboardSection(report: Report, decimals: number): Section {
  const { leaderboard, objective, comparisons } = report
  const test = testMetric(objective.metric)
  const hasTest = test !== undefined && leaderboard.some(({ metrics }) => metrics[test])
  const compared = new Map(comparisons.flatMap(({ rows }) => rows.map((row) => [row.ref, row] as const)))
  return {
    title: 'Leaderboard',
    blocks: [
      { kind: 'paragraph', text: rule(report, test, hasTest) },
      { kind: 'picture', picture: leaderboardPicture(report) },
      {
        kind: 'table',
        caption: `Variants by mean ${objective.metric}, best first`,
        columns: [
          { title: '#', numeric: true },
          { title: 'Variant' },
          { title: `${objective.metric} ± sd`, numeric: true },
          { title: '95 % interval', numeric: true },
          { title: 'Seeds', numeric: true },
          ...(hasTest ? [{ title: `${test} ± sd`, numeric: true }] : []),
          { title: 'Verdict' },
          { title: 'Parameters', numeric: true },
        ],
        rows: leaderboard.map((row) => tableRow(row, hasTest ? test : undefined, compared.get(row.ref), decimals)),
      },
      { kind: 'notes', items: leaderboard.flatMap(failures) },
    ],
  }
}

function rule({ objective }: Report, test: string | undefined, hasTest: boolean): string {
  const { metric, goal, at } = objective
  const epoch = at === 'best' ? 'each job’s best epoch' : 'the last epoch'
  const order = `Ranked by the mean of ${metric} over completed seeds, ${goal === 'maximize' ? 'highest' : 'lowest'} first, read at ${epoch}.`
  return hasTest ? `${order} Validation rows rank; test rows (${test}) judge the comparisons.` : order
}

function tableRow(
  row: LeaderboardRow,
  test: string | undefined,
  compared: Comparison | undefined,
  decimals: number,
): Row {
  const { rank, ref, objective, counts, metrics, parameters } = row
  return {
    greyed: rank === undefined,
    cells: [
      numberCell(rank, String),
      refCell(ref),
      objective ? meanCell(objective, decimals) : { text: 'no result', tone: 'muted' },
      intervalCell(objective?.interval, decimals),
      { text: seedWords(row), sort: counts.completed, ...(counts.failed > 0 && { tone: 'worse' as const }) },
      ...(test === undefined ? [] : [meanCell(metrics[test], decimals)]),
      standing(row, compared),
      numberCell(parameters, compact),
    ],
  }
}

function standing({ rankedAs }: LeaderboardRow, compared: Comparison | undefined): Cell {
  if (rankedAs !== undefined) return { text: `= ${rankedAs}`, tone: 'muted' }
  return compared ? verdictCell(compared) : emptyCell
}

/** Returns how many seeds completed: `5`, or `4 of 5 (1 failed)`. */
export function seedWords({ counts, seeds }: Pick<LeaderboardRow, 'counts' | 'seeds'>): string {
  if (counts.completed === seeds.length) return String(counts.completed)
  const rest = [
    counts.failed && `${counts.failed} failed`,
    counts.stopped && `${counts.stopped} stopped`,
    counts.running && `${counts.running} running`,
    counts.pending && `${counts.pending} to start`,
  ].filter(Boolean)
  return `${counts.completed} of ${seeds.length} (${rest.join(', ')})`
}

function failures({ ref, seeds, counts }: LeaderboardRow): string[] {
  if (counts.failed + counts.stopped === 0) return []
  const reasons = [...new Set(seeds.flatMap(({ reason }) => reason ?? []))]
  return reasons.map((reason) => {
    const having = seeds.filter((seed) => seed.reason === reason).map(({ seed }) => seed)
    return `${ref}: ${count(having.length, 'seed')} without a result (${having.join(', ')}): ${reason}`
  })
}
