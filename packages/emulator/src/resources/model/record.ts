/** A model as it is kept. It never changes, except for its tags. */
import type { Identity } from '../../state/collection.js'
import type { ResourceRecord } from '../../state/kind.js'
import type { CreateModelRequest } from './request.js'

/** A model. */
export interface Model extends ResourceRecord {
  readonly request: CreateModelRequest
}

/** The name it was created with. */
export const modelNameOf = (model: Model) => model.request.ModelName

/** Returns the model that a request makes. */
export function newModel(request: CreateModelRequest, identity: Identity, now: number): Model {
  const { Tags: tags = [], ...rest } = request
  return { ...identity, request: rest, tags, creationTime: now, lastModifiedTime: now }
}
