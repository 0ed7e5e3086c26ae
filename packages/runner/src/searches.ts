/** The searches that a file's plan is made from: its own, and those by name that it starts from. */

import type { Experiment, Plan, TuningRecord } from '@assay/core'

import type { SageMaker } from './sagemaker.js'
import { readTuningJobs } from './tuning-jobs.js'

/** An experiment, and its plan as far as it is known. */
export interface Searching {
  readonly experiment: Experiment
  readonly plan: Plan
}

/** Returns every tuning job that an experiment's plan depends on, the oldest first. `known` are read before. */
export async function readSearches(
  { experiment, plan }: Searching,
  sagemaker: SageMaker,
  known: readonly TuningRecord[] = [],
): Promise<readonly TuningRecord[]> {
  const stages = Object.values(experiment.stages)
  if (!stages.some(({ kind }) => kind === 'tune')) return []
  const named = stages
    .flatMap(({ warm_start: warmStart }) => warmStart?.from ?? [])
    .flatMap((ref) => (ref.startsWith('job:') ? [ref.slice('job:'.length)] : []))
  return readTuningJobs(sagemaker, { experiment: experiment.name, named: [...new Set(named)], plan }, known)
}
