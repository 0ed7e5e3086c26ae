/** Each variant's difference from the variant it is compared with. */

import { figure, intervalEnd, pValue, signed } from '../../answer/figures.js'
import { testMetric } from '../../records/metric-names.js'
import type { Comparison, LeaderboardRow, Report, StageComparison } from '../../report/report.js'
import { emptyCell, numberCell, refCell } from '../base/cells.js'
import type { Row, Section } from '../base/blocks.js'
import { differencesPicture } from '../pictures/differences-picture.js'
import { verdictCell } from '../base/verdict-cell.js'

/** Returns a section for each stage that is compared with something. */
export function comparisonSections(report: Report, decimals: number): Section[] {
  const board = new Map(report.leaderboard.map((row) => [row.ref, row]))
  return report.comparisons.map((stage) => ({
    title: `${stage.stage} against ${stage.of}`,
    blocks: [
      { kind: 'paragraph', text: method(stage, report) },
      { kind: 'picture', picture: differencesPicture(stage, report) },
      {
        kind: 'table',
        caption: `Each variant of ${stage.stage} compared with ${stage.of}`,
        columns: [
          { title: 'Variant' },
          { title: 'What changed' },
          { title: 'Improvement', numeric: true },
          { title: 'Interval of the test', numeric: true },
          { title: 'Seeds', numeric: true },
          { title: 'Rows', numeric: true },
          { title: 'Pairs', numeric: true },
          { title: 'p', numeric: true },
          { title: 'p (Holm)', numeric: true },
          { title: 'Verdict' },
        ],
        rows: stage.rows.map((row) => tableRow(row, board.get(row.ref), decimals)),
      },
      { kind: 'notes', items: stage.rows.flatMap((row) => notes(row, board.get(row.ref))) },
    ],
  }))
}

function method({ rows, of }: StageComparison, { objective, families }: Report): string {
  const direction = objective.goal === 'maximize' ? 'higher' : 'lower'
  const [first] = rows
  const isTest = first?.judgedOn.part === 'test'
  const metric = isTest ? (testMetric(objective.metric) ?? objective.metric) : objective.metric
  const judged = isTest
    ? 'The test rows judge: they chose nothing.'
    : `The validation rows judge; ${objective.at === 'best' ? 'they also chose each job’s epoch, so that no verdict is possible' : 'they chose nothing'}.`
  const byRow = rows.some(({ judgedOn }) => judgedOn.rows !== undefined)
  const sources = byRow
    ? ' The interval has two parts, for what other seeds and what other rows would change: total² = seeds² + rows².'
    : ' The jobs left no predictions on common rows, so the intervals hold for these rows only.'
  const many =
    families.comparisons > 1
      ? ` All ${families.comparisons} comparisons of this report share one chance of 5 % of a false “better” or “worse” (Holm’s method); each interval is that of its test and excludes 0 exactly if the verdict is one of these; beside “no difference” it lies within ±δ.`
      : ''
  const effect =
    objective.minEffect > 0
      ? ` “No difference” and “by ≥ δ” refer to min_effect (δ = ${objective.minEffect}) and have families of their own at 5 % each.`
      : ''
  return `Each variant is compared with ${of} on the same seeds: the mean of the differences in ${metric} (above 0 is better, that is ${direction}). ${judged}${sources}${many}${effect} A verdict takes at least 5 seeds.`
}

function notes({ ref, notes: own, verdict }: Comparison, standing: LeaderboardRow | undefined): string[] {
  const rankedAs = standing?.rankedAs
  const twin =
    verdict === 'too few seeds' && rankedAs !== undefined
      ? [`It is the same model as ${rankedAs}, which has more seeds.`]
      : []
  return [...own, ...twin].map((note) => `${ref}: ${note}`)
}

function tableRow(row: Comparison, standing: LeaderboardRow | undefined, decimals: number): Row {
  const changes = standing?.changes ?? []
  const same = row.verdict === 'same jobs'
  const { interval } = row
  return {
    greyed: row.verdict === 'no result' || same,
    cells: [
      refCell(row.ref),
      { text: changes.join('; ') || 'nothing' },
      same ? emptyCell : numberCell(row.improvement, (value) => signed(value, decimals)),
      interval && !same
        ? { text: `${signedEnd(interval.low, decimals)} … ${signedEnd(interval.high, decimals)}`, sort: interval.low }
        : emptyCell,
      same || row.spread === undefined
        ? emptyCell
        : numberCell(row.spread.seeds, (value) => `±${figure(value, decimals)}`),
      same ? emptyCell : numberCell(row.spread?.rows, (value) => `±${figure(value, decimals)}`),
      { text: row.method === 'welch' ? `${row.n} (unpaired)` : figure(row.n, 0), sort: row.n },
      same ? emptyCell : numberCell(row.p, pValue),
      numberCell(row.adjustedP, pValue),
      verdictCell(row),
    ],
  }
}

function signedEnd(value: number, decimals: number): string {
  const text = intervalEnd(value, decimals)
  return value > 0 ? `+${text}` : text
}
