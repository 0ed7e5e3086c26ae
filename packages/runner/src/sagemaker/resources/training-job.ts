/** Training jobs of SageMaker. */

import { experimentTagKey, jobRecord, type JobRecord } from '@assay/core'
import type {
  CreateTrainingJobCommandInput,
  DescribeTrainingJobCommandOutput,
  TrainingJob,
} from '@aws-sdk/client-sagemaker'

import { CreateTrainingJobCommand, DescribeTrainingJobCommand, StopTrainingJobCommand } from '../sdk.js'
import { isTerminal, stateEvent } from '../../base/events.js'
import type { Client } from '../client.js'
import { present, type Resource, type ResourceState } from './resource.js'

type Described = DescribeTrainingJobCommandOutput

/** Returns the training jobs behind a client. */
export function trainingJobs(
  client: Client,
): Resource<CreateTrainingJobCommandInput, Described, TrainingJob, JobRecord> {
  const describe = (TrainingJobName: string): Promise<Described | undefined> =>
    client.describe(TrainingJobName, (to) => to.send(new DescribeTrainingJobCommand({ TrainingJobName })))
  const search = (properties: Readonly<Record<string, string>>): AsyncIterable<TrainingJob> =>
    client.search('TrainingJob', properties, ({ TrainingJob }) => TrainingJob)

  return {
    operation: 'CreateTrainingJob',
    create: (input, TrainingJobName) =>
      client.create(TrainingJobName, (to) => to.send(new CreateTrainingJobCommand({ ...input, TrainingJobName }))),
    describe,
    search,
    stop: (TrainingJobName) =>
      client.stop(TrainingJobName, (to) => to.send(new StopTrainingJobCommand({ TrainingJobName }))),
    record: async (name, tags) => {
      const described = await describe(name)
      return described && jobRecord(described, tags)
    },
    states: async (names, experiment) => {
      const running = { [`Tags.${experimentTagKey}`]: experiment, TrainingJobStatus: 'InProgress' }
      const nameOf = ({ TrainingJobName = '' }: TrainingJob): string => TrainingJobName
      return (await present(names, { search: () => search(running), describe, nameOf })).map(stateOf)
    },
  }
}

/** One that failed may be tried again, so none is lost. */
function stateOf(job: Described | TrainingJob): ResourceState {
  const record = jobRecord(job)
  return { name: record.name, event: stateEvent(record), isOver: isTerminal(record.status), isLost: false }
}
