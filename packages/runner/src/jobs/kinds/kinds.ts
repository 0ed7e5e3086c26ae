/** Every kind of planned job. */

import type { ResourceKind } from '../../sagemaker/resources/sagemaker.js'
import type { PlannedJob } from '../planned-jobs.js'
import type { JobKind } from './job-kind.js'
import { model } from './model.js'
import { training } from './training.js'
import { tuning } from './tuning.js'

const kinds = {
  training,
  tuning,
  model,
} satisfies Record<ResourceKind, unknown>

/** One kind, whichever it is. */
export type AnyKind = JobKind<PlannedJob, NonNullable<PlannedJob['step']>>

/** Every kind, in the order of `resourceKinds`. */
export const allKinds = Object.values(kinds) as unknown as readonly AnyKind[]

/** Returns the kind of a planned job. */
export function kindOf({ kind }: Pick<PlannedJob, 'kind'>): AnyKind {
  return kinds[kind] as unknown as AnyKind
}
