/** Each warm-started search beside its parents and its cold control. */

import { duration, figure, money, signed } from '../../answer/figures.js'
import type { Report } from '../../report/report.js'
import type { ColdControl, WarmStartAnalysis } from '../../report/warm-start-report.js'
import type { Saving, Spending } from '../../report/spending-report.js'
import { emptyCell } from '../base/cells.js'
import type { Block, Cell, Row, Section } from '../base/blocks.js'
import { verdictCell } from '../base/verdict-cell.js'

/** Returns a section for each warm-started search. */
export function warmStartSections(report: Report, decimals: number): Section[] {
  return report.warmStarts.map((warm) => ({
    title: `Did inheriting pay in ${warm.ref}?`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${warm.ref} inherits from ${warm.parentRefs.join(', ')}. Descriptive only: one search beside another is one draw of each. Costs are those of trials that had ended; what was saved is above 0, what was spent more below.`,
      },
      spentTable(warm, decimals),
      ...(warm.cold ? [reachedTable(warm, warm.cold, decimals)] : []),
      { kind: 'notes', items: [...areaNote(warm, decimals), ...confirmedNotes(warm, decimals), ...warm.notes] },
    ],
  }))
}

function spentTable(warm: WarmStartAnalysis, decimals: number): Block {
  const rows: readonly (readonly [string, number | undefined, Spending])[] = [
    [`parents (${warm.parentRefs.join(', ')})`, warm.parentsBest, warm.parentsSpent],
    [`${warm.ref}, inheriting`, warm.childBest, warm.childSpent],
    ...(warm.cold ? [[`${warm.cold.ref}, without parents`, warm.cold.best, warm.cold.spent] as const] : []),
  ]
  return {
    kind: 'table',
    caption: 'Child, parents and cold control',
    columns: [{ title: 'Search' }, { title: 'Best tuning score', numeric: true }, ...spentColumns(warm)],
    rows: rows.map(([name, best, spent]) => ({
      cells: [
        { text: name },
        best === undefined ? emptyCell : { text: figure(best, decimals), sort: best },
        ...spentCells(spent, warm),
      ],
    })),
  }
}

function reachedTable(warm: WarmStartAnalysis, cold: ColdControl, decimals: number): Block {
  const level = (value: number | undefined): string => (value === undefined ? 'its best' : figure(value, decimals))
  const row = (text: string, spent: Spending | undefined): Row => ({
    greyed: spent === undefined,
    cells: [
      { text },
      ...(spent
        ? spentCells(spent, warm)
        : [
            { text: 'never', tone: 'muted' as const },
            ...spentColumns(warm)
              .slice(1)
              .map(() => emptyCell),
          ]),
    ],
  })
  const savedRow = (text: string, saved: Saving | undefined): Row[] =>
    saved ? [{ cells: [{ text }, ...savedCells(saved, warm)] }] : []
  return {
    kind: 'table',
    caption: 'What each search had spent when it was as good as the other became',
    columns: [{ title: 'Until' }, ...spentColumns(warm)],
    rows: [
      row(`${cold.ref} had its best, ${level(cold.best)}`, cold.coldReachedOwn),
      row(`${warm.ref} was as good as that`, cold.childReachedCold),
      ...savedRow('saved by inheriting', cold.saved),
      ...savedRow('saved, all that the parents took counted', cold.savedWithParents),
      row(`${warm.ref} had its best, ${level(warm.childBest)}`, cold.childReachedOwn),
      row(`${cold.ref} was as good as that`, cold.coldReachedChild),
    ],
  }
}

function hasCost({ childSpent }: WarmStartAnalysis): boolean {
  return childSpent.cost !== undefined
}

function spentColumns(warm: WarmStartAnalysis): { title: string; numeric: true }[] {
  const titles = ['Trials', 'Wall time', 'Training', 'Billable', ...(hasCost(warm) ? ['Cost'] : [])]
  return titles.map((title) => ({ title, numeric: true }))
}

function spentCells(spent: Spending, warm: WarmStartAnalysis): Cell[] {
  const time = (value: number | undefined): Cell =>
    value === undefined ? emptyCell : { text: duration(Math.round(value)), sort: value }
  return [
    { text: String(spent.trials), sort: spent.trials },
    time(spent.wallSeconds),
    time(spent.trainingSeconds),
    time(spent.billableSeconds),
    ...(hasCost(warm) ? [spent.cost ? { text: money(spent.cost), sort: spent.cost.amount } : emptyCell] : []),
  ]
}

function savedCells(saved: Saving, warm: WarmStartAnalysis): Cell[] {
  const time = (value: number | undefined): Cell =>
    value === undefined ? emptyCell : { text: signedDuration(Math.round(value)), sort: value }
  const cost = (): Cell =>
    saved.cost
      ? {
          text: `${saved.cost.amount < 0 ? '−' : '+'}${money({ ...saved.cost, amount: Math.abs(saved.cost.amount) })}`,
          sort: saved.cost.amount,
        }
      : emptyCell
  return [
    { text: signed(saved.trials, 0), sort: saved.trials },
    time(saved.wallSeconds),
    time(saved.trainingSeconds),
    time(saved.billableSeconds),
    ...(hasCost(warm) ? [cost()] : []),
  ]
}

function signedDuration(seconds: number): string {
  const sign = seconds === 0 ? '' : seconds < 0 ? '−' : '+'
  return `${sign}${duration(Math.abs(seconds))}`
}

function areaNote({ ref, cold }: WarmStartAnalysis, decimals: number): string[] {
  const area = cold?.area
  if (area === undefined) return []
  return [
    `Area under the best so far, as its mean over trials ${area.fromTrial} to ${area.toTrial}: ${figure(area.child, decimals)} for ${ref}, ${figure(area.cold, decimals)} for ${cold?.ref ?? ''}; ${signed(area.improvement, decimals)} in the goal’s direction.`,
  ]
}

function confirmedNotes({ cold }: WarmStartAnalysis, decimals: number): string[] {
  const confirmed = cold?.confirmed
  if (confirmed === undefined) return []
  const { ref, of, improvement, interval, n } = confirmed
  const size =
    improvement === undefined
      ? ''
      : `, by ${signed(improvement, decimals)}${interval ? ` (95 % interval ${signed(interval.low, decimals)} to ${signed(interval.high, decimals)})` : ''}`
  return [
    `${ref} against ${of}, each picked by its tuning score before the fresh seeds were seen, on ${n} common seeds: ${verdictCell(confirmed).text}${size}. That is about these two models.`,
  ]
}
