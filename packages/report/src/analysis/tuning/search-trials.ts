/** The trials of a search in order, each with the best so far and the spending at its end; and the best of all. */

import type { Prices, TuningRecord } from '@assay/core'

import type { SearchedDefinition, SearchTrial } from '../../report/search-report.js'
import { valueOf } from './search-space.js'
import { spendingBy } from './spending.js'
import { activeSeconds, type Window } from './windows.js'
import { definitionOf, type TrialRun } from '../../records/trial-runs.js'

/** Returns whether one objective is better than another. */
export function betterThan(goal: 'maximize' | 'minimize'): (a: number, b: number) => boolean {
  return goal === 'maximize' ? (a, b) => a > b : (a, b) => a < b
}

export function trialsOf(
  runs: readonly TrialRun[],
  chain: readonly TuningRecord[],
  definitions: readonly { readonly name: string | undefined; readonly dimensions: SearchedDefinition['dimensions'] }[],
  windows: readonly Window[],
  isBetter: (a: number, b: number) => boolean,
  prices: Prices | undefined,
): SearchTrial[] {
  const several = definitions.length > 1
  const tuningJobs = new Map(chain.map((tuning) => [tuning.name, tuning]))
  const spentBy = spendingBy(runs, windows, prices)
  let bestSoFar: number | undefined
  return runs.map((run, index) => {
    const { definition, endedAt, objective, record, status } = run
    if (
      status === 'completed' &&
      objective !== undefined &&
      (bestSoFar === undefined || isBetter(objective, bestSoFar))
    )
      bestSoFar = objective
    const epochs = record?.metrics['epoch'] ?? record?.artefact?.history?.epochs.length
    const tuning = tuningJobs.get(run.tuningJob)
    const { dimensions } = definitions.find(({ name }) => !several || name === definition) ?? { dimensions: [] }
    const fixed = tuning && definitionOf(tuning, definition)?.staticHyperparameters
    return {
      number: index + 1,
      jobName: run.jobName,
      tuningJob: run.tuningJob,
      ...(several && definition !== undefined && { definition }),
      status,
      stoppedEarly: run.stoppedEarly,
      ...(run.reason !== undefined && { reason: run.reason }),
      hyperparameters: {
        ...run.hyperparameters,
        ...Object.fromEntries(
          dimensions.flatMap((dimension) => {
            const value = valueOf(dimension, run.hyperparameters, fixed)
            return value === undefined ? [] : [[dimension.name, value] as const]
          }),
        ),
      },
      ...(objective !== undefined && { objective }),
      ...(bestSoFar !== undefined && status !== 'running' && { bestSoFar }),
      ...(endedAt !== undefined && { elapsedSeconds: activeSeconds(windows, endedAt) }),
      ...(epochs !== undefined && { epochs }),
      ...(endedAt !== undefined && { spentThen: spentBy(endedAt) }),
    }
  })
}

/** Returns the best of completed trials only, as SageMaker's own BestTrainingJob. */
export function bestOf(
  trials: readonly SearchTrial[],
  isBetter: (a: number, b: number) => boolean,
): SearchTrial | undefined {
  return trials
    .filter(({ status, objective }) => status === 'completed' && objective !== undefined)
    .reduce<SearchTrial | undefined>(
      (best, trial) => (best === undefined || isBetter(trial.objective ?? 0, best.objective ?? 0) ? trial : best),
      undefined,
    )
}

/** Returns the best objective of completed trials. */
export function bestObjective(
  runs: readonly Pick<TrialRun, 'status' | 'objective'>[],
  isBetter: (a: number, b: number) => boolean,
): number | undefined {
  return runs
    .flatMap(({ status, objective }) => (status === 'completed' && objective !== undefined ? [objective] : []))
    .reduce<number | undefined>((best, one) => (best === undefined || isBetter(one, best) ? one : best), undefined)
}
