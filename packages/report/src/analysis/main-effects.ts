/** What each hyperparameter of a matrix does on average over the others. */

import type { Plan } from '@assay/core'

import type { MatrixAnalysis, MatrixAxis } from '../report/matrix-report.js'
import { groupBy } from '../statistics/group-by.js'
import { interactions } from './interactions.js'
import { commonSeeds, type Axis, type Cell } from './matrix-cell.js'
import { objectives, type MeasuredVariant } from '../records/runs.js'
import { estimate, mean, type Estimate } from '../statistics/statistics.js'

/** Returns the analysis of each matrix of the plan; a stage that crosses variants with a matrix has one a variant. */
export function mainEffects(plan: Plan, variants: readonly MeasuredVariant[]): MatrixAnalysis[] {
  const byStage = groupBy(variants, ({ stage }) => stage)
  return plan.stages.flatMap(({ name, matrix }) => {
    if (matrix === undefined || matrix.length === 0) return []
    const cells = (byStage.get(name) ?? []).filter(({ variant }) => variant.cell !== undefined)
    const groups = groupBy(cells, ({ variant }) => groupOf(variant.ref, matrix))
    return [...groups].map(([ref, group]) => analyseMatrix(ref, matrix, group))
  })
}

function groupOf(ref: string, matrix: readonly Axis[]): string {
  const isAxis = (part: string): boolean => matrix.some(({ name }) => part.startsWith(`${name}=`))
  const parts = ref.split('/')
  const first = parts.findIndex(isAxis)
  return (first < 0 ? parts : parts.slice(0, first)).join('/')
}

function analyseMatrix(ref: string, matrix: readonly Axis[], variants: readonly MeasuredVariant[]): MatrixAnalysis {
  const cells = variants.map(({ variant, runs }) => ({
    ref: variant.ref,
    values: variant.cell ?? {},
    bySeed: objectives(runs),
  }))
  const measured = cells.filter(({ bySeed }) => bySeed.size > 0)
  const size = matrix.reduce((product, { values }) => product * values.length, 1)
  return {
    ref,
    axes: matrix.map((axis) => axisEffect(axis, matrix, measured, size)),
    cells: cells.map(({ ref: cellRef, values, bySeed }) => {
      const objective = estimate([...bySeed.values()])
      return { ref: cellRef, values, ...(objective && { objective }) }
    }),
    interactions: interactions(matrix, measured),
    excluded: size - cells.length,
  }
}

function axisEffect(axis: Axis, matrix: readonly Axis[], cells: readonly Cell[], size: number): MatrixAxis {
  const others = matrix.filter(({ name }) => name !== axis.name).map(({ name }) => name)
  const levelOf = ({ values }: Cell): Cell['values'][string] | undefined => values[axis.name]
  const run = new Set(cells.map(levelOf))
  const present = axis.values.filter((value) => run.has(value))
  const settings = groupBy(cells, ({ values }) => JSON.stringify(others.map((name) => values[name])))
  const matched = [...settings.values()].filter((group) => group.length === present.length).flat()
  const used = matched.length > 0 ? matched : cells
  const method =
    cells.length === 0 ? 'none' : matched.length === 0 ? 'unmatched' : matched.length === size ? 'balanced' : 'matched'
  const seeds = commonSeeds(used)
  const byLevel = groupBy(used, levelOf)
  const levels = axis.values.map((value) => {
    const objective = levelEstimate(byLevel.get(value) ?? [], seeds)
    return { value, ...(objective && { objective }) }
  })
  const means = levels.flatMap(({ objective }) => objective?.mean ?? [])
  return {
    name: axis.name,
    levels,
    ...(means.length > 1 && method !== 'unmatched' && { range: Math.max(...means) - Math.min(...means) }),
    method,
    note: noteOf(method, seeds, used.length, size),
  }
}

/** Takes the mean over the level's cells for each seed, then the estimate over seeds. */
function levelEstimate(cells: readonly Cell[], seeds: readonly number[]): Estimate | undefined {
  if (cells.length === 0) return undefined
  if (seeds.length === 0) return { n: 1, mean: mean(cells.map(({ bySeed }) => mean([...bySeed.values()]))) }
  return estimate(seeds.map((seed) => mean(cells.map(({ bySeed }) => bySeed.get(seed) ?? Number.NaN))))
}

function noteOf(method: MatrixAxis['method'], seeds: readonly number[], used: number, size: number): string {
  if (method === 'none') return 'No cell has a result.'
  const over = overSeeds(seeds)
  if (method === 'balanced') return `All ${size} cells count equally. ${over}`
  if (method === 'matched')
    return `The grid is incomplete: ${used} of ${size} cells count, those whose other settings were run at every level. ${over}`
  return `The grid is incomplete and no setting of the other axes was run at every level: the levels are not comparable. ${over}`
}

function overSeeds(seeds: readonly number[]): string {
  if (seeds.length === 0)
    return 'The cells have no seed in common: each cell counts by its own mean, and there is no interval.'
  if (seeds.length === 1) return `Only seed ${seeds[0]} is common to all of them, so there is no interval.`
  return `Each level is averaged within each of ${seeds.length} seeds, common to all of them; the interval is over seeds.`
}
