/** DeleteModel. */
import type { Operation } from '../../../protocol/operation.js'
import type { Context } from '../../context.js'
import { modelKind } from '../kind.js'

/** Forgets a model and frees its name. Its data and its image stay, as on AWS. */
export const deleteModel: Operation<{ readonly ModelName: string }, Context> = {
  name: 'DeleteModel',
  handle: ({ ModelName }, { collections }) => {
    const models = collections.of(modelKind)
    models.remove(models.get(ModelName))
    return undefined
  },
}
