/** Tuning jobs of SageMaker, with their trials. */

import { experimentTagKey, tuningRecord, type TuningRecord } from '@assay/core'
import type {
  CreateHyperParameterTuningJobCommandInput,
  DescribeHyperParameterTuningJobCommandOutput,
  HyperParameterTrainingJobSummary,
  HyperParameterTuningJobSearchEntity,
  Tag,
} from '@aws-sdk/client-sagemaker'

import {
  CreateHyperParameterTuningJobCommand,
  DescribeHyperParameterTuningJobCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  StopHyperParameterTuningJobCommand,
} from '../sdk.js'
import { isTerminal } from '../../base/events.js'
import type { Client, Properties } from '../client.js'
import { tuningState } from '../tuning-state.js'
import { present, type Resource, type ResourceState } from './resource.js'

type Described = DescribeHyperParameterTuningJobCommandOutput
type Found = HyperParameterTuningJobSearchEntity

/** Tuning jobs. */
export interface TuningJobs extends Resource<
  CreateHyperParameterTuningJobCommandInput,
  Described,
  Found,
  TuningRecord
> {
  /** Returns one with its trials. Pass the result of Search, if any: what that shows as ended is not described again. */
  readonly record: (name: string, tags?: readonly Tag[], found?: Found) => Promise<TuningRecord | undefined>
}

/** Returns the tuning jobs behind a client. */
export function tuningJobs(client: Client): TuningJobs {
  const describe = (HyperParameterTuningJobName: string): Promise<Described | undefined> =>
    client.describe(HyperParameterTuningJobName, (to) =>
      to.send(new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName })),
    )
  const search = (properties: Properties): AsyncIterable<Found> =>
    client.search('HyperParameterTuningJob', properties, ({ HyperParameterTuningJob }) => HyperParameterTuningJob)

  return {
    operation: 'CreateHyperParameterTuningJob',
    create: (input, HyperParameterTuningJobName) =>
      client.create(HyperParameterTuningJobName, (to) =>
        to.send(new CreateHyperParameterTuningJobCommand({ ...input, HyperParameterTuningJobName })),
      ),
    describe,
    search,
    // Its trials stop with it.
    stop: (HyperParameterTuningJobName) =>
      client.stop(HyperParameterTuningJobName, (to) =>
        to.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName })),
      ),
    record: async (name, tags, found) => {
      // Search may lag: only an ended job is surely up to date.
      const job = hasEnded(found) ? found : ((await describe(name)) ?? found)
      if (job === undefined) return undefined
      const trials: HyperParameterTrainingJobSummary[] = []
      for await (const trial of trialsOf(client, name)) trials.push(trial)
      return tuningRecord(job, trials, found?.Tags ?? tags)
    },
    states: async (names, experiment) => {
      const running = { [`Tags.${experimentTagKey}`]: experiment, HyperParameterTuningJobStatus: 'InProgress' }
      const nameOf = ({ HyperParameterTuningJobName = '' }: Found): string => HyperParameterTuningJobName
      return (await present(names, { search: () => search(running), describe, nameOf })).map(stateOf)
    },
  }
}

/** Yields the training jobs that a tuning job has started, the first one first; does not lag. */
function trialsOf(
  client: Client,
  HyperParameterTuningJobName: string,
): AsyncIterable<HyperParameterTrainingJobSummary> {
  return client.list(`the trials of "${HyperParameterTuningJobName}"`, async (to, NextToken) => {
    const answer = await to.send(
      new ListTrainingJobsForHyperParameterTuningJobCommand({
        HyperParameterTuningJobName,
        SortBy: 'CreationTime',
        SortOrder: 'Ascending',
        MaxResults: 100,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    )
    return { items: answer.TrainingJobSummaries ?? [], next: answer.NextToken }
  })
}

/** A tuning job is never repeated: one that failed or was stopped is lost. */
function stateOf(job: Described | Found): ResourceState {
  const state = tuningState(job)
  const isOver = isTerminal(state.status)
  return {
    name: state.job,
    event: { type: 'tuning-state', ...state },
    isOver,
    isLost: isOver && state.status !== 'Completed',
  }
}

function hasEnded(found: Found | undefined): boolean {
  return found?.HyperParameterTuningJobStatus !== undefined && isTerminal(found.HyperParameterTuningJobStatus)
}
