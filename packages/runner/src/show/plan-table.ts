/** A plan as a table for people: each variant with its size and the status of its jobs. */

import { type Experiment, type Plan, type PlannedVariant, stepName } from '@assay/core'
import { counted } from '@assay/core/internal'

import { aligned } from '../base/aligned.js'
import { searchTable, searchTotals } from './search-table.js'

/** The status of a planned job. */
export interface Standing {
  readonly kind: 'create' | 'done' | 'running' | 'failed'
  /** Of a search: the trials that its chain has made. */
  readonly trials: number
}

/** The status of jobs by name; one that is missing is to be created. */
export type Standings = ReadonlyMap<string, Standing>

const columns = ['variant', 'changes', 'parameters', 'FLOPs', 'seeds', 'status']

/** Returns the tables of variants and of searches, and the totals. */
export function planTable(
  plan: Plan,
  standings: Standings,
  { stages, color, verbose }: Pick<Experiment, 'stages'> & { readonly color: boolean; readonly verbose: boolean },
): string {
  const variants = plan.stages.flatMap((stage) => stage.variants)
  const searches = searchTable(plan, standings, stages)
  const parts = [
    ...(variants.length > 0 ? [variantTable(variants, standings)] : []),
    ...(searches.length > 0 ? [searches] : []),
  ].map(([head = '', ...lines]) => [color ? `\u001b[1m${head}\u001b[0m` : head, ...lines].join('\n'))
  return [...parts, totals(plan, standings), ...(verbose ? variants.map(layers) : [])].join('\n\n')
}

function variantTable(variants: readonly PlannedVariant[], standings: Standings): readonly string[] {
  return aligned(
    [columns, ...variants.map((variant) => row(variant, standings))],
    ['left', 'left', 'right', 'right', 'right', 'left'],
  )
}

function row({ ref, changes, model, runs }: PlannedVariant, standings: Standings): string[] {
  return [
    ref,
    changes.join('\n'),
    model === undefined ? '' : model.parameters.toLocaleString('en-US'),
    model === undefined ? '' : shorten(model.flops),
    String(runs.length),
    count(runs.map(({ jobName }) => standings.get(jobName)?.kind ?? 'create')),
  ]
}

/** `3 create, 2 done`, in the order of what is still to do. */
function count(standings: readonly Standing['kind'][]): string {
  return (['create', 'running', 'failed', 'done'] as const)
    .map((standing) => [standings.filter((one) => one === standing).length, standing] as const)
    .filter(([number]) => number > 0)
    .map(([number, standing]) => `${number} ${standing}`)
    .join(', ')
}

function totals(plan: Plan, standings: Standings): string {
  const variants = plan.stages.reduce((total, stage) => total + stage.variants.length, 0)
  const training = plan.steps.filter(({ operation }) => operation === 'CreateTrainingJob')
  const jobs = training.map((step) => standings.get(stepName(step))?.kind ?? 'create')
  const searches = searchTotals(plan, training.length)
  return [
    ...(variants > 0 || searches === undefined
      ? [`${counted(variants, 'variant')}, ${counted(training.length, 'job')}: ${count(jobs)}.`]
      : []),
    ...(searches === undefined ? [] : [searches]),
  ].join('\n')
}

function layers({ ref, model }: PlannedVariant): string {
  const lines = (model?.summary ?? []).map(
    ({ id, type, outputShape, parameters }) =>
      `  ${id.padEnd(24)} ${type.padEnd(20)} ${outputShape.join(' × ').padEnd(16)} ${parameters.toLocaleString('en-US')}`,
  )
  return [ref, ...lines].join('\n')
}

/** 1,234,567 is 1.23 M. */
function shorten(value: number): string {
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (value >= size) return `${(value / size).toPrecision(3)} ${unit}`
  }
  return String(value)
}
