/** DeleteTags. */
import { resourceNotFound } from '../errors.js'
import type { Operation } from '../operation.js'

/** Removes tags by their keys; a key that is not there is no error. */
export const deleteTags: Operation<{ readonly ResourceArn: string; readonly TagKeys: readonly string[] }> = {
  name: 'DeleteTags',
  handle: ({ ResourceArn, TagKeys }, { jobs, now }) => {
    const job = jobs.byArn(ResourceArn)
    if (!job) throw resourceNotFound(`Resource "${ResourceArn}" does not exist.`)
    const tags = job.tags.filter(({ Key }) => !TagKeys.includes(Key))
    jobs.replace({ ...job, tags, lastModifiedTime: Math.max(now(), job.lastModifiedTime) })
    return {}
  },
}
