/** Planned searches: chains of tuning jobs. */

import { tuningRecord, type TuningStep } from '@assay/core'
import { stepBound } from '@assay/core/internal'

import { isTerminal } from '../../base/events.js'
import { recordedState } from '../../sagemaker/tuning-state.js'
import type { PlannedTuning } from '../planned-jobs.js'
import { decideTuning } from '../tuning-decision.js'
import type { JobKind } from './job-kind.js'

/** Searches: a tuning job is never repeated; its remaining trials run in a child. */
export const tuning: JobKind<PlannedTuning, TuningStep> = {
  names: ({ arm }) => arm.jobNames,
  decide: (job, { searches }, { hasWatched }) => decideTuning(job, searches, hasWatched),
  told: ({ ref }, job, decision, donor) => ({
    type: 'tuning',
    decision,
    job,
    ref,
    ...(donor === undefined ? {} : { donor }),
  }),
  // Every link of the chain, so that its trials are counted.
  before: ({ arm }, { searches }) =>
    arm.jobNames.flatMap((link) => {
      const record = searches.get(link)
      return record === undefined ? [] : [{ type: 'tuning-state', ...recordedState(record) }]
    }),
  bound: stepBound,
  begin: ({ input }, name, { searches }) => {
    const begun = { HyperParameterTuningJobName: name, HyperParameterTuningJobStatus: 'InProgress' } as const
    searches.set(name, tuningRecord({ ...input, ...begun, CreationTime: new Date() }, []))
  },
  learn: async (name, { searches }, sagemaker, tags) => {
    const record = await sagemaker.tuning.record(name, tags)
    if (record !== undefined) searches.set(name, record)
  },
  running: ({ searches }) => [...searches.values()].filter(({ status }) => !isTerminal(status)).map(({ name }) => name),
}
