/** Planned training jobs. */

import { jobRecord, type TrainingStep } from '@assay/core'
import { stepBound } from '@assay/core/internal'

import { isTerminal } from '../../base/events.js'
import { decide } from '../attempts.js'
import type { PlannedTraining } from '../planned-jobs.js'
import type { JobKind } from './job-kind.js'

/** Training jobs: one that failed can be repeated under another name. */
export const training: JobKind<PlannedTraining, TrainingStep> = {
  names: ({ name }) => [name],
  decide: ({ name }, { jobs }, { retries }) => decide(name, jobs, retries),
  told: ({ ref, seed }, job, decision, donor) => ({
    type: 'job',
    decision,
    job,
    ref,
    seed,
    ...(donor === undefined ? {} : { donor }),
  }),
  before: () => [],
  bound: stepBound,
  begin: ({ input }, name, { jobs }) => {
    jobs.set(name, jobRecord({ ...input, TrainingJobName: name, TrainingJobStatus: 'InProgress' }))
  },
  learn: async (name, { jobs }, sagemaker, tags) => {
    const record = await sagemaker.training.record(name, tags)
    if (record !== undefined) jobs.set(name, record)
  },
  running: ({ jobs }) => [...jobs.values()].filter(({ status }) => !isTerminal(status)).map(({ name }) => name),
}
