/** DeleteTags. */
import type { Operation } from '../protocol/operation.js'
import type { Context } from '../resources/context.js'
import { taggedByArn } from './tagged.js'

/** Removes tags by their keys; a key that is not there is no error. */
export const deleteTags: Operation<{ readonly ResourceArn: string; readonly TagKeys: readonly string[] }, Context> = {
  name: 'DeleteTags',
  handle: ({ ResourceArn, TagKeys }, context) => {
    const resource = taggedByArn(ResourceArn, context)
    resource.replace(resource.tags.filter(({ Key }) => !TagKeys.includes(Key)))
    return {}
  },
}
