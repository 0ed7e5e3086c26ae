/** The searches that a file's plan is made from: its own, and those by name that it starts from. */

import type { Experiment, Plan, TuningRecord } from '@assay/core'
import { isForeign } from '@assay/core/internal'

import { openTarget } from '../target/open-target.js'
import type { SageMaker } from '../sagemaker/resources/sagemaker.js'
import { hasJobs, stateFolder } from '../target/state-folder.js'
import type { Target } from '../target/target.js'
import { readTuningJobs } from './tuning-jobs.js'

/** An experiment, and its plan as far as it is known. */
export interface Searching {
  readonly experiment: Experiment
  readonly plan: Plan
}

/** Returns every tuning job that an experiment's plan depends on, the oldest first. `known` were read before. */
export async function readSearches(
  { experiment, plan }: Searching,
  sagemaker: SageMaker,
  known: readonly TuningRecord[] = [],
): Promise<readonly TuningRecord[]> {
  if (!Object.values(experiment.stages).some(({ kind }) => kind === 'tune')) return []
  const named = [...new Set([...namedJobs(experiment), ...foreignJobs(plan)])]
  return readTuningJobs(sagemaker, { experiment: experiment.name, named, plan }, known)
}

/**
 * Returns the tuning jobs that a file starts from by name, without which it has no plan at all. If the local target has
 * run nothing yet, there are none, and no endpoint is started to find that out.
 */
export async function readNamedSearches(
  experiment: Experiment,
  target: Target,
  workingFolder: string,
): Promise<readonly TuningRecord[]> {
  const named = namedJobs(experiment)
  if (named.length === 0 || (target.name === 'local' && !hasJobs(stateFolder(workingFolder)))) return []
  const services = await openTarget(target, workingFolder)
  try {
    return await readTuningJobs(services.sagemaker, { named })
  } finally {
    services.close()
  }
}

/** The tuning jobs of searches that start from another file's, beside those by name: what a report compares with. */
function foreignJobs({ stages }: Plan): readonly string[] {
  const arms = stages.flatMap((stage) => stage.arms ?? [])
  return arms.flatMap(({ parents, parentRefs }) => (parentRefs.some(isForeign) ? parents : []))
}

/** `job:NAME` in a `warm_start`. */
function namedJobs({ stages }: Experiment): readonly string[] {
  const refs = Object.values(stages).flatMap(({ warm_start: warmStart }) => warmStart?.from ?? [])
  return [...new Set(refs.flatMap((ref) => (ref.startsWith('job:') ? [ref.slice('job:'.length)] : [])))]
}
