/** CreateModel. */
import type { Operation } from '../../../protocol/operation.js'
import type { Context } from '../../context.js'
import { modelKind } from '../kind.js'
import { newModel } from '../record.js'
import type { CreateModelRequest } from '../request.js'
import { checkModel, checkModelData } from '../rules.js'

/** Records the model durably and answers its ARN. */
export const createModel: Operation<CreateModelRequest, Context> = {
  name: 'CreateModel',
  handle: (request, { collections, folder, now }) => {
    const models = collections.of(modelKind)
    checkModel(request)
    models.checkName(request.ModelName)
    checkModelData(request, folder)
    const model = models.create(request.ModelName, (identity) => newModel(request, identity, now()))
    return { ModelArn: model.arn }
  },
}
