/** The resources that have tags, found by their ARNs. */
import type { Tag } from '../state/tags.js'
import { resourceNotFound } from '../protocol/errors.js'
import type { Context } from '../protocol/operation.js'

/** A resource's tags, and how to change them durably. */
export interface Tagged {
  readonly tags: readonly Tag[]
  replace(tags: readonly Tag[]): void
}

/** Returns the resource of an ARN; throws ResourceNotFound where there is none. */
export function taggedByArn(arn: string, { jobs, tuningJobs, now }: Context): Tagged {
  const at = (last: number) => Math.max(now(), last)
  const job = jobs.byArn(arn)
  if (job)
    return {
      tags: job.tags,
      replace: (tags) => jobs.replace({ ...job, tags, lastModifiedTime: at(job.lastModifiedTime) }),
    }
  const tuningJob = tuningJobs.byArn(arn)
  if (tuningJob)
    return {
      tags: tuningJob.tags,
      replace: (tags) => tuningJobs.replace({ ...tuningJob, tags, lastModifiedTime: at(tuningJob.lastModifiedTime) }),
    }
  throw resourceNotFound(`Resource "${arn}" does not exist.`)
}
