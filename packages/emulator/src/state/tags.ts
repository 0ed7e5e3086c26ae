/** The rules of tags that the shapes do not state. */
import { resourceLimitExceeded, validation } from '../protocol/errors.js'

/** One tag, as on the wire. */
export interface Tag {
  readonly Key: string
  readonly Value: string
}

const mostTags = 50

/** Throws if a request gives one key twice, or claims AWS's own prefix. */
export function checkTags(tags: readonly Tag[]): void {
  const keys = tags.map(({ Key }) => Key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined)
    throw validation(`Duplicate tag keys found: each key may be given once, "${twice}" is given more often.`)
  const reserved = keys.find((key) => key.toLowerCase().startsWith('aws:'))
  if (reserved !== undefined)
    throw validation(`Tag key "${reserved}" is refused: the prefix "aws:" is reserved for AWS use.`)
}

/** Returns the tags with others added or replaced. Throws ResourceLimitExceeded beyond 50. */
export function mergeTags(tags: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map([...tags, ...added].map(({ Key, Value }) => [Key, Value]))
  if (merged.size > mostTags)
    throw resourceLimitExceeded(
      `A resource can have at most ${mostTags} tags; this request would make it ${merged.size}.`,
    )
  return [...merged].map(([Key, Value]) => ({ Key, Value }))
}
