/** The searches of a plan as a table for people. */

import type { Experiment, Plan, PlannedArm, Stage } from '@assay/core'
import { counted, durationText } from '@assay/core/internal'

import { aligned } from '../base/aligned.js'
import type { Standings } from './plan-table.js'
import { armsOf } from '../jobs/planned-jobs.js'
import { rangeLines } from './range-text.js'

const columns = ['search', 'looks at', 'strategy', 'trials', 'starts from', 'then', 'status']

/**
 * Returns the table's lines, the head first; none if nothing is searched and nothing waits for results. `stages` are
 * those of the file.
 */
export function searchTable(plan: Plan, standings: Standings, stages: Experiment['stages']): readonly string[] {
  const searches = armsOf(plan)
  const rows = [
    ...searches.map(({ stage, arm }) => row(arm, stages[stage]?.stop_when, plan, standings)),
    ...waitingRows(
      plan,
      searches.map(({ arm }) => arm),
    ),
  ]
  if (rows.length === 0) return []
  return aligned([columns, ...rows], ['left', 'left', 'left', 'right', 'left', 'left', 'left'])
}

/** Returns how much there may be to train in all; undefined if nothing is searched and nothing waits for results. */
export function searchTotals(plan: Plan, trainingJobs: number): string | undefined {
  const arms = armsOf(plan).map(({ arm }) => arm)
  const waiting = parts(plan, arms).reduce((sum, { jobs }) => sum + jobs, 0)
  if (arms.length === 0 && waiting === 0) return undefined
  const trials = arms.reduce((sum, { maximumTrials }) => sum + maximumTrials, 0)
  const names = arms.length === 1 ? '1 search' : `${arms.length} searches`
  const later = waiting > 0 ? `, then ${counted(waiting, 'job')} that results decide` : ''
  return `${names}, at most ${counted(trials, 'trial')}${later}: at most ${counted(trainingJobs + trials + waiting, 'training job')} in all.`
}

function row(arm: PlannedArm, stopWhen: Stage['stop_when'], plan: Plan, standings: Standings): string[] {
  return [
    arm.ref,
    arm.definitions
      .flatMap((definition) => [
        ...(arm.definitions.length > 1 ? [`${definition.ref}:`] : []),
        ...rangeLines(definition, arm.knownAfter),
      ])
      .join('\n'),
    [
      arm.strategy,
      ...(arm.earlyStopping ? ['early stopping'] : []),
      ...stops(stopWhen, plan.experiment.objective.metric),
    ].join('\n'),
    [
      `${arm.maximumTrials}, ${arm.maximumParallel} at a time`,
      ...(arm.maximumSeconds === undefined ? [] : [`at most ${durationText(arm.maximumSeconds)}`]),
    ].join('\n'),
    [
      ...arm.parentRefs,
      ...(arm.warmStart === undefined || arm.parentRefs.length === 0 ? [] : [`(${arm.warmStart})`]),
      ...weightsFrom(arm),
    ].join('\n'),
    confirmations(arm, plan),
    status(arm, plan, standings),
  ]
}

/** Returns the conditions that end it before its last trial, a line each. */
function stops({ target, not_improving, converged }: NonNullable<Stage['stop_when']> = {}, metric: string): string[] {
  return [
    ...(target === undefined ? [] : [`at ${metric} ${target}`]),
    ...(not_improving === undefined ? [] : [`after ${counted(not_improving, 'trial')} without improvement`]),
    ...(converged === true ? ['when converged'] : []),
  ].map((when, index) => `${index === 0 ? 'stops' : 'or'} ${when}`)
}

/** From whose weights its trials start. */
function weightsFrom({ definitions }: PlannedArm): readonly string[] {
  const donors = new Set(definitions.flatMap((definition) => definition.weightsFrom ?? []))
  return [...donors].map((donor) => `weights of ${donor}`)
}

/** `+3 confirmations × 5 seeds`. */
function confirmations({ ref, confirm }: PlannedArm, { stages, deferred }: Plan): string {
  if (confirm === 0) return ''
  const known = stages.flatMap(({ variants }) => variants).find((variant) => variant.ref.startsWith(`${ref}/top-`))
  const seeds = known?.runs.length ?? deferred.find((part) => part.ref === `${ref}/top-1`)?.jobs
  return `+${counted(confirm, 'confirmation')}${seeds === undefined ? '' : ` × ${counted(seeds, 'seed')}`}`
}

function status({ ref, jobNames, maximumTrials }: PlannedArm, { deferred }: Plan, standings: Standings): string {
  const part = deferred.find((one) => one.ref === ref)
  const { kind = 'create', trials = 0 } = standings.get(jobNames.at(-1) ?? '') ?? {}
  if (part !== undefined) return `after ${part.afterStages.join(', ')}`
  if (jobNames.length === 0) return 'not run: nothing to start from'
  if (trials === 0 || kind === 'done') return kind
  return kind === 'create' ? `create: ${trials} of ${maximumTrials} trials are made` : `${kind}: ${trials} trials`
}

/** Returns rows for parts that results decide, except confirmations: those are in the row of their search. */
function waitingRows(plan: Plan, arms: readonly PlannedArm[]): string[][] {
  return parts(plan, arms)
    .filter(({ ref }) => !arms.some((arm) => ref.startsWith(`${arm.ref}/top-`)))
    .map(({ ref, jobs, afterStages }) => [
      ref,
      '',
      '',
      '',
      '',
      counted(jobs, 'job'),
      `(known after ${afterStages.join(', ')})`,
    ])
}

function parts({ deferred }: Plan, arms: readonly PlannedArm[]): Plan['deferred'] {
  return deferred.filter(({ ref }) => !arms.some((arm) => arm.ref === ref))
}
