/** Planned models. */

import type { ModelStep, PlannedModel } from '../planned-jobs.js'
import type { JobKind } from './job-kind.js'

/** Models: created once, and there from then on. They cost nothing until something predicts with them. */
export const model: JobKind<PlannedModel, ModelStep> = {
  names: ({ name }) => [name],
  decide: ({ name }, { models }) => ({ kind: models?.has(name) === true ? 'done' : 'create', name }),
  told: ({ ref }, job, decision, donor) => ({
    type: 'job',
    decision,
    job,
    ref,
    ...(donor === undefined ? {} : { donor }),
  }),
  before: () => [],
  bound: () => ({ seconds: 0, cost: 0 }),
  begin: (_, name, existing) => {
    existing.models ??= new Map()
    existing.models.set(name, { name, arn: '' })
  },
  learn: async (name, existing, sagemaker) => {
    const record = await sagemaker.model.record(name)
    existing.models ??= new Map()
    if (record !== undefined) existing.models.set(name, record)
  },
  running: () => [],
}
