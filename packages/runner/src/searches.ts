/** The searches that a file's plan is made from: its own, and those in other files and by name that it starts from. */

import { dirname, join } from 'node:path'

import type { Experiment, Plan, TuningRecord } from '@assay/core'
import { catalogue } from '@assay/model-zoo'

import { readExperiment } from './read-experiment.js'
import type { SageMaker } from './sagemaker.js'
import { readTuningJobs } from './tuning-jobs.js'

/** A file, and its plan as far as it is known. */
export interface Searching {
  readonly path: string
  readonly experiment: Experiment
  readonly plan: Plan
}

/** Returns every tuning job that the plan of a file depends on, the oldest first. `known` are read before. */
export async function readSearches(
  { path, experiment, plan }: Searching,
  sagemaker: SageMaker,
  known: readonly TuningRecord[] = [],
): Promise<readonly TuningRecord[]> {
  const refs = parentRefs(experiment)
  if (!usesSearches(experiment)) return []
  const named = refs.flatMap((ref) => (ref.startsWith('job:') ? [ref.slice('job:'.length)] : []))
  const files = refs.flatMap((ref) => /^(.+\.ya?ml):/.exec(ref)?.[1] ?? [])
  const others = files.map((file) => readExperiment(join(dirname(path), file), catalogue()).experiment.name)
  const experiments = [...new Set([experiment.name, ...others])]
  return readTuningJobs(sagemaker, { experiments, named: [...new Set(named)], plan }, known)
}

function usesSearches({ stages }: Experiment): boolean {
  return Object.values(stages).some(({ kind, of }) => kind === 'tune' || String(of).startsWith('job:'))
}

/** Everything that a stage of the file starts from. */
function parentRefs({ stages }: Experiment): readonly string[] {
  return Object.values(stages).flatMap(({ of, warm_start: warmStart }) => [
    ...(of === undefined ? [] : [String(of)]),
    ...(warmStart?.from ?? []),
  ])
}
