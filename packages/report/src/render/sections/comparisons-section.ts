/** Each variant's difference from the variant it is compared with. */

import { figure, pValue, signed } from '../../answer/figures.js'
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
          { title: '95 % interval', numeric: true },
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

function method({ rows, of, family }: StageComparison, { objective }: Report): string {
  const direction = objective.goal === 'maximize' ? 'higher' : 'lower'
  const effect =
    objective.minEffect > 0 ? ` A difference whose interval lies within ±${objective.minEffect} is no difference.` : ''
  const paired = rows.some((row) => row.method === 'paired')
  const how = paired
    ? `Each variant is compared with ${of} on the same seeds: the mean of the differences in ${objective.metric} (above 0 is better, that is ${direction}), with a 95 % interval and a two-sided p by the paired t test.`
    : `Each variant is compared with ${of} in ${objective.metric}; above 0 is better, that is ${direction}.`
  const many =
    family > 1
      ? ` ${family} verdicts are made here, so p is adjusted by Holm’s method, which keeps the chance of any false “better” or “worse” in this stage at 5 %; intervals are for one comparison each.`
      : ''
  return `${how}${many}${effect} A verdict takes at least 5 seeds.`
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
        ? { text: `${signed(interval.low, decimals)} … ${signed(interval.high, decimals)}`, sort: interval.low }
        : emptyCell,
      { text: row.method === 'welch' ? `${row.n} (unpaired)` : figure(row.n, 0), sort: row.n },
      same ? emptyCell : numberCell(row.p, pValue),
      numberCell(row.adjustedP, pValue),
      verdictCell(row),
    ],
  }
}
