/** Every kind of resource, and every operation that is available. To add a kind: its folder, and its name here. */
import { addTags } from './operations/add-tags.js'
import { deleteTags } from './operations/delete-tags.js'
import { listTags } from './operations/list-tags.js'
import { searchOver } from './operations/search.js'
import type { Operation } from './protocol/operation.js'
import type { Resource } from './resources/resource.js'
import { models } from './resources/model/resource.js'
import { trainingJobs } from './resources/training-job/resource.js'
import type { TuningContext } from './resources/tuning-job/context.js'
import { tuningJobs } from './resources/tuning-job/resource.js'
import type { Kind, ResourceRecord } from './state/kind.js'

/** The context of the operations of all kinds. */
export type EndpointContext = TuningContext

/** The kinds. */
export const resources: readonly Resource<EndpointContext>[] = [trainingJobs, tuningJobs, models]

/** How each kind is kept. */
export const kinds: readonly Kind<ResourceRecord>[] = resources.map(({ kind }) => kind)

/** The available operations: those of each kind, and those that take a resource of any kind. */
export const operations: readonly Operation<never, EndpointContext>[] = [
  ...resources.flatMap((resource) => resource.operations),
  addTags,
  deleteTags,
  listTags,
  searchOver(resources),
]
