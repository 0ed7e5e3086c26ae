/** A plan as a table for people: each variant with its size and where its jobs stand. */

import { type Plan, type PlannedVariant, stepName } from '@assay/core'

import { aligned } from './aligned.js'

/** Where a planned job stands. */
export type JobStanding = 'create' | 'done' | 'running' | 'failed'

const columns = ['variant', 'changes', 'parameters', 'FLOPs', 'seeds', 'status']

/** Returns the table and its totals. */
export function planTable(
  plan: Plan,
  standings: ReadonlyMap<string, JobStanding>,
  { color, verbose }: { readonly color: boolean; readonly verbose: boolean },
): string {
  const variants = plan.stages.flatMap((stage) => stage.variants)
  const [head = '', ...lines] = aligned(
    [columns, ...variants.map((variant) => row(variant, standings))],
    ['left', 'left', 'right', 'right', 'right', 'left'],
  )
  const table = [color ? `\u001b[1m${head}\u001b[0m` : head, ...lines].join('\n')
  const models = verbose ? `\n\n${variants.map(layers).join('\n\n')}` : ''
  return `${table}\n\n${totals(plan, standings)}${models}`
}

function row({ ref, changes, model, runs }: PlannedVariant, standings: ReadonlyMap<string, JobStanding>): string[] {
  return [
    ref,
    changes.join('\n'),
    model === undefined ? '' : model.parameters.toLocaleString('en-US'),
    model === undefined ? '' : shorten(model.flops),
    String(runs.length),
    count(runs.map(({ jobName }) => standings.get(jobName) ?? 'create')),
  ]
}

/** `3 create, 2 done`, in the order of what is still to do. */
function count(standings: readonly JobStanding[]): string {
  return (['create', 'running', 'failed', 'done'] as const)
    .map((standing) => [standings.filter((one) => one === standing).length, standing] as const)
    .filter(([number]) => number > 0)
    .map(([number, standing]) => `${number} ${standing}`)
    .join(', ')
}

function totals({ steps, stages }: Plan, standings: ReadonlyMap<string, JobStanding>): string {
  const variants = stages.reduce((total, stage) => total + stage.variants.length, 0)
  const jobs = steps.map((step) => standings.get(stepName(step)) ?? 'create')
  return `${counted(variants, 'variant')}, ${counted(steps.length, 'job')}: ${count(jobs)}.`
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

function counted(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}
