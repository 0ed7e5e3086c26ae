/** AddTags. */
import type { Tag } from '../state/tags.js'
import type { Operation } from '../protocol/operation.js'
import type { Context } from '../resources/context.js'
import { taggedByArn } from './tagged.js'
import { checkTags, mergeTags } from '../state/tags.js'

/** Adds tags or overwrites their values, and answers all tags of the resource. Those of a tuning job go to later children. */
export const addTags: Operation<{ readonly ResourceArn: string; readonly Tags: readonly Tag[] }, Context> = {
  name: 'AddTags',
  handle: ({ ResourceArn, Tags }, context) => {
    const resource = taggedByArn(ResourceArn, context)
    checkTags(Tags)
    const tags = mergeTags(resource.tags, Tags)
    resource.replace(tags)
    return { Tags: tags }
  },
}
