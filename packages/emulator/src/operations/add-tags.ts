/** AddTags. */
import type { Tag } from '../create-request.js'
import { resourceNotFound } from '../errors.js'
import type { Operation } from '../operation.js'
import { checkTags, mergeTags } from '../tags.js'

/** Adds tags or overwrites their values, and answers all tags of the resource. */
export const addTags: Operation<{ readonly ResourceArn: string; readonly Tags: readonly Tag[] }> = {
  name: 'AddTags',
  handle: ({ ResourceArn, Tags }, { jobs, now }) => {
    const job = jobs.byArn(ResourceArn)
    if (!job) throw resourceNotFound(`Resource "${ResourceArn}" does not exist.`)
    checkTags(Tags)
    const tags = mergeTags(job.tags, Tags)
    jobs.replace({ ...job, tags, lastModifiedTime: Math.max(now(), job.lastModifiedTime) })
    return { Tags: tags }
  },
}
