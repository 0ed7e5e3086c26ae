/** ListTags. */
import { validation } from '../protocol/errors.js'
import type { Operation } from '../protocol/operation.js'
import type { Context } from '../resources/context.js'
import { taggedByArn } from './tagged.js'

interface Input {
  readonly ResourceArn: string
  readonly MaxResults?: number
  readonly NextToken?: string
}

/** Answers all tags of a resource. A page holds at least 50 tags, and a resource has at most 50: there is one page. */
export const listTags: Operation<Input, Context> = {
  name: 'ListTags',
  handle: ({ ResourceArn, NextToken }, context) => {
    const { tags } = taggedByArn(ResourceArn, context)
    if (NextToken !== undefined)
      throw validation('The NextToken is invalid: all tags of a resource are on the first page.')
    return { Tags: tags }
  },
}
