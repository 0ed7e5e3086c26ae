/** Models, as the endpoint takes them. */
import type { Context } from '../context.js'
import type { Resource } from '../resource.js'
import type { Searchable } from '../../search/searchable.js'
import { modelSearchRecord } from './describe.js'
import { modelKind } from './kind.js'
import { createModel } from './operations/create-model.js'
import { deleteModel } from './operations/delete-model.js'
import { describeModelOperation } from './operations/describe-model.js'
import { listModels } from './operations/list-models.js'
import type { Model } from './record.js'

const searchable: Searchable<Model> = {
  name: 'Model',
  shape: 'ModelDashboardModel',
  recordOf: modelSearchRecord,
}

export const models: Resource<Context> = {
  kind: modelKind,
  operations: [createModel, deleteModel, describeModelOperation, listModels],
  search: () => searchable,
}
