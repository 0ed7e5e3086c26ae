/** A model as DescribeModel, ListModels and Search answer it. */
import { membersOf } from '../../protocol/api.js'
import { seconds } from '../../protocol/timestamp.js'
import { modelNameOf } from './record.js'
import type { Model } from './record.js'
import type { ContainerDefinition } from './request.js'

/** Returns the DescribeModel response. */
export function describeModel(model: Model): object {
  return membersOf('DescribeModelOutput', everything(model))
}

/** Returns the model as ListModels lists it. */
export function modelSummary(model: Model): object {
  return { ModelName: modelNameOf(model), ModelArn: model.arn, CreationTime: seconds(model.creationTime) }
}

/** Returns the model as a Search result holds it: with its tags, one level down. */
export function modelSearchRecord(model: Model): object {
  return { Model: membersOf('Model', { ...everything(model), Tags: model.tags }) }
}

function everything({ request, arn, creationTime }: Model) {
  const { PrimaryContainer, Containers, EnableNetworkIsolation = false } = request
  return {
    ...request,
    ...(PrimaryContainer ? { PrimaryContainer: withMode(PrimaryContainer) } : {}),
    ...(Containers ? { Containers: Containers.map(withMode) } : {}),
    ModelArn: arn,
    CreationTime: seconds(creationTime),
    EnableNetworkIsolation,
  }
}

const withMode = (container: ContainerDefinition) => ({ Mode: 'SingleModel', ...container })
