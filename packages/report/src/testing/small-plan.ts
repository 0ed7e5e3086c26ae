/** Plans and records of a line each, for tests of one figure. */

import type { JobRecord, Plan, PlannedStage, Scalar } from '@assay/core'

/** A stage: its variants with the objective by seed; a text is the reason why a seed failed. */
export interface SmallStage {
  readonly of?: string
  readonly matrix?: PlannedStage['matrix']
  readonly variants: Readonly<Record<string, Readonly<Record<number, number | string>>>>
  readonly cells?: Readonly<Record<string, Readonly<Record<string, Scalar>>>>
}

/** The parts of the objective that a test may set. */
export interface SmallObjective {
  readonly goal?: 'maximize' | 'minimize'
  readonly minEffect?: number
}

/** Returns a plan of these stages and the records of its jobs. */
export function smallPlan(
  stages: Readonly<Record<string, SmallStage>>,
  { goal = 'maximize', minEffect = 0 }: SmallObjective = {},
): { plan: Plan; records: JobRecord[] } {
  const planned = Object.entries(stages).map(([name, { of, matrix, variants, cells }]) => ({
    name,
    kind: 'train' as const,
    ...(of !== undefined && { of }),
    ...(matrix && { matrix }),
    variants: Object.entries(variants).map(([ref, seeds]) => ({
      ref,
      ...(cells?.[ref] && { cell: cells[ref] }),
      hyperparameters: {},
      changes: [],
      runs: Object.keys(seeds).map((seed) => ({ seed: Number(seed), jobName: jobName(ref, seed) })),
    })),
  }))
  const records = Object.values(stages).flatMap(({ variants }) =>
    Object.entries(variants).flatMap(([ref, seeds]) =>
      Object.entries(seeds).map(([seed, result]) => smallRecord(jobName(ref, seed), result)),
    ),
  )
  const objective = { metric: 'val_accuracy', goal, at: 'last' as const, minEffect }
  return {
    plan: { experiment: { name: 'small', digest: 'd1', objective }, stages: planned, steps: [], deferred: [] },
    records,
  }
}

/** Returns the values by seed, 1 first. */
export function bySeed(values: readonly number[], first = 1): Record<number, number> {
  return Object.fromEntries(values.map((value, index) => [first + index, value]))
}

function jobName(ref: string, seed: string): string {
  return `small-${ref.replace(/[^a-z0-9]+/g, '-')}-${seed}`
}

function smallRecord(name: string, result: number | string): JobRecord {
  const common = { name, arn: `arn:${name}`, tags: {}, hyperparameters: {}, createdAt: '', instanceCount: 1 }
  return typeof result === 'string'
    ? { ...common, status: 'Failed', secondaryStatus: 'Failed', failureReason: result, metrics: {} }
    : {
        ...common,
        status: 'Completed',
        secondaryStatus: 'Completed',
        metrics: { objective: result, val_accuracy: result },
      }
}
