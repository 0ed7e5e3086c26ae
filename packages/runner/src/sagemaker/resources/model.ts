/** Models of SageMaker: an image with the artifact of a training job, which endpoints and transform jobs predict with. */

import { experimentTagKey } from '@assay/core'
import type { CreateModelCommandInput, DescribeModelCommandOutput, ModelSummary } from '@aws-sdk/client-sagemaker'

import { CreateModelCommand, DeleteModelCommand, DescribeModelCommand, ListModelsCommand } from '../sdk.js'
import type { Client, Properties } from '../client.js'
import { present, type Resource, type ResourceState } from './resource.js'

/** A model that exists. */
export interface ModelRecord {
  readonly name: string
  readonly arn: string
  /** The S3 URI of its artifact. */
  readonly artifact?: string
}

/** Models. */
export interface Models extends Resource<
  CreateModelCommandInput,
  DescribeModelCommandOutput,
  ModelSummary,
  ModelRecord
> {
  /** Deletes one; one that is not there is fine. */
  readonly remove: (name: string) => Promise<void>
}

/** Returns the models behind a client. */
export function models(client: Client): Models {
  const describe = (ModelName: string): Promise<DescribeModelCommandOutput | undefined> =>
    client.describe(ModelName, (to) => to.send(new DescribeModelCommand({ ModelName })))
  const search = (properties: Properties): AsyncIterable<ModelSummary> => list(client, properties)

  return {
    operation: 'CreateModel',
    create: (input, ModelName) =>
      client.create(ModelName, (to) => to.send(new CreateModelCommand({ ...input, ModelName }))),
    describe,
    search,
    // A model runs nothing.
    stop: async () => undefined,
    remove: (ModelName) => client.stop(ModelName, (to) => to.send(new DeleteModelCommand({ ModelName }))),
    record: async (name) => {
      const described = await describe(name)
      return described && recordOf(described)
    },
    states: async (names, experiment) => {
      const ofExperiment = { [`Tags.${experimentTagKey}`]: experiment }
      const nameOf = ({ ModelName = '' }: ModelSummary): string => ModelName
      return (await present(names, { search: () => search(ofExperiment), describe, nameOf })).map(stateOf)
    },
  }
}

/** ListModels knows no tags, but every name of ours begins with the experiment's. */
function list(client: Client, properties: Properties): AsyncIterable<ModelSummary> {
  const NameContains = properties[`Tags.${experimentTagKey}`]
  return client.list('the models', async (to, NextToken) => {
    const answer = await to.send(
      new ListModelsCommand({
        SortBy: 'CreationTime',
        SortOrder: 'Ascending',
        MaxResults: 100,
        ...(NameContains === undefined ? {} : { NameContains }),
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    )
    return { items: answer.Models ?? [], next: answer.NextToken }
  })
}

function recordOf({ ModelName = '', ModelArn = '', PrimaryContainer }: DescribeModelCommandOutput): ModelRecord {
  const artifact = PrimaryContainer?.ModelDataUrl
  return { name: ModelName, arn: ModelArn, ...(artifact === undefined ? {} : { artifact }) }
}

/** A model that exists is complete. */
function stateOf({ ModelName: name = '' }: DescribeModelCommandOutput | ModelSummary): ResourceState {
  const event = { type: 'state', job: name, status: 'Completed', secondaryStatus: 'Completed', metrics: {} } as const
  return { name, event, isOver: true, isLost: false }
}
