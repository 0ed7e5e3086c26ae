import {
  CreateHyperParameterTuningJobCommand,
  CreateTrainingJobCommand,
  DeleteHyperParameterTuningJobCommand,
  DeleteTrainingJobCommand,
  ListHyperParameterTuningJobsCommand,
  ListTagsCommand,
  ListTrainingJobsForHyperParameterTuningJobCommand,
  SearchCommand,
  StopHyperParameterTuningJobCommand,
  DeleteTagsCommand,
  AddTagsCommand,
} from '@aws-sdk/client-sagemaker'
import type { Filter, NestedFilters, SearchCommandInput } from '@aws-sdk/client-sagemaker'

import { describeJob, errorOf, shell, startFixture, stopFixture, trainingJob } from '../../../testing/fixture.js'
import type { Fixture } from '../../../testing/fixture.js'
import {
  describeTuning,
  listTrials,
  printsParabola,
  program,
  tuningJob,
  waitForTuning,
} from '../../../testing/tuning.js'
import type { Changes } from '../../../testing/tuning.js'

let fixture: Fixture
const stubborn = 'trap "" TERM; echo "objective=1;"; while :; do sleep 0.05; done'
beforeAll(async () => {
  fixture = await startFixture({
    parallel: 2,
    stopGrace: 300,
    images: {
      parabola: program(printsParabola),
      waits: shell('echo "objective=1;"; exec sleep 60'),
      stubborn: shell(stubborn),
    },
  })
})
afterAll(async () => {
  expect(fixture.errors).toEqual([])
  await stopFixture(fixture)
})

const create = (name: string, changes: Changes = {}) =>
  fixture.client.send(new CreateHyperParameterTuningJobCommand(tuningJob(name, changes)))
const named = (HyperParameterTuningJobName: string) => ({ HyperParameterTuningJobName })
const stop = (name: string) => fixture.client.send(new StopHyperParameterTuningJobCommand(named(name)))
const remove = (name: string) => fixture.client.send(new DeleteHyperParameterTuningJobCommand(named(name)))
const running = (count: number) => (job: { readonly TrainingJobStatusCounters?: { readonly InProgress?: number } }) =>
  job.TrainingJobStatusCounters?.InProgress === count

describe('a tuning job that is not there', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['Describe', () => describeTuning(fixture.client, 'absent')],
    ['Stop', () => stop('absent')],
    ['Delete', () => remove('absent')],
    ['ListTrainingJobs', () => listTrials(fixture.client, 'absent')],
  ])('%s answers ResourceNotFound', async (_, call) => {
    expect(await errorOf(call())).toMatch(/^ResourceNotFound: Amazon SageMaker can't find a tuning job called absent\./)
  })
})

describe('StopHyperParameterTuningJob', () => {
  it('stops a tuning job with its training jobs, twice without an error', async () => {
    await create('stops', { image: 'stubborn', most: 9, parallel: 2 })
    await waitForTuning(fixture.client, 'stops', running(2))
    await stop('stops')
    await stop('stops')
    expect(await describeTuning(fixture.client, 'stops')).toMatchObject({ HyperParameterTuningJobStatus: 'Stopping' })
    const job = await waitForTuning(fixture.client, 'stops')
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Stopped',
      TrainingJobStatusCounters: { Stopped: 2, InProgress: 0 },
    })
    expect(job.HyperParameterTuningEndTime).toBeInstanceOf(Date)
    expect(await errorOf(stop('stops'))).toMatch(/^ValidationException: .*is in status Stopped/)
  })

  it('stops one that has just been created', async () => {
    await create('at-once', { image: 'waits', most: 9 })
    await stop('at-once')
    const job = await waitForTuning(fixture.client, 'at-once')
    expect(job.HyperParameterTuningJobStatus).toBe('Stopped')
    expect(await listTrials(fixture.client, 'at-once')).toHaveLength(job.TrainingJobStatusCounters?.Stopped ?? -1)
  })

  it('stops one in its last training job, and refuses one that has ended', async () => {
    await create('last', { image: 'waits', most: 1 })
    await waitForTuning(fixture.client, 'last', running(1))
    await stop('last')
    expect((await waitForTuning(fixture.client, 'last')).HyperParameterTuningJobStatus).toBe('Stopped')
    await create('ended', { most: 1 })
    await waitForTuning(fixture.client, 'ended')
    expect(await errorOf(stop('ended'))).toMatch(/is in status Completed/)
  })

  it('stops one whose training jobs wait for room', async () => {
    for (const name of ['fills-1', 'fills-2']) await create(name, { image: 'waits', most: 2, parallel: 2 })
    await waitForTuning(fixture.client, 'fills-2', running(2))
    await stop('fills-2')
    expect(await waitForTuning(fixture.client, 'fills-2')).toMatchObject({ TrainingJobStatusCounters: { Stopped: 2 } })
    await stop('fills-1')
    await waitForTuning(fixture.client, 'fills-1')
  })
})

describe('DeleteHyperParameterTuningJob', () => {
  it('refuses one that runs, then forgets it but not its training jobs, and frees its name', async () => {
    await create('deleted', { image: 'waits', most: 1 })
    await waitForTuning(fixture.client, 'deleted', running(1))
    expect(await errorOf(remove('deleted'))).toMatch(/^ResourceInUse: .*"deleted" is in status InProgress/)
    await stop('deleted')
    await waitForTuning(fixture.client, 'deleted')
    const [{ TrainingJobName = '' } = {}] = await listTrials(fixture.client, 'deleted')
    const removeChild = () => fixture.client.send(new DeleteTrainingJobCommand({ TrainingJobName }))
    expect(await errorOf(removeChild())).toMatch(/^ResourceInUse: .*belongs to hyperparameter tuning job "deleted"/)
    await remove('DELETED')
    expect(await errorOf(describeTuning(fixture.client, 'deleted'))).toMatch(/^ResourceNotFound/)
    expect((await describeJob(fixture.client, TrainingJobName)).TuningJobArn).toMatch(/\/deleted$/)
    await create('deleted', { most: 1 })
    const again = await waitForTuning(fixture.client, 'deleted')
    // The training jobs of the first are not the second's.
    expect(again.TrainingJobStatusCounters).toMatchObject({ Completed: 1, Stopped: 0 })
    await removeChild()
  })
})

describe('what is listed and found', () => {
  beforeAll(async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    await create('find-b', { most: 12, request: { Tags } })
    await waitForTuning(fixture.client, 'find-b')
    await create('find-a', {
      most: 2,
      config: { Strategy: 'Bayesian', HyperParameterTuningJobObjective: { Type: 'Maximize', MetricName: 'objective' } },
    })
    await waitForTuning(fixture.client, 'find-a')
    await create('find-c', { image: 'waits', most: 2 })
    await waitForTuning(fixture.client, 'find-c', running(1))
    await fixture.client.send(new CreateTrainingJobCommand(trainingJob('lonely')))
  })
  afterAll(() => stop('find-c'))

  const list = async (input: ConstructorParameters<typeof ListHyperParameterTuningJobsCommand>[0]) => {
    const answer = await fixture.client.send(
      new ListHyperParameterTuningJobsCommand({ NameContains: 'find', ...input }),
    )
    const letters = (answer.HyperParameterTuningJobSummaries ?? []).map(({ HyperParameterTuningJobName = '' }) =>
      HyperParameterTuningJobName.slice(-1),
    )
    return { letters: letters.join(''), answer }
  }

  it.each<[Parameters<typeof list>[0], string]>([
    [{}, 'abc'],
    [{ SortOrder: 'Descending' }, 'cba'],
    [{ SortBy: 'CreationTime' }, 'bac'],
    [{ SortBy: 'Status' }, 'bac'],
    [{ StatusEquals: 'InProgress' }, 'c'],
    [{ StatusEquals: 'Failed' }, ''],
    [{ CreationTimeAfter: new Date(Date.now() + 1e6) }, ''],
    [{ LastModifiedTimeBefore: new Date(Date.now() + 1e6) }, 'abc'],
    [{ NameContains: 'find-a' }, 'a'],
  ])('ListHyperParameterTuningJobs %j: %s', async (input, letters) => {
    expect((await list(input)).letters).toBe(letters)
  })

  it('ListHyperParameterTuningJobs answers summaries, in pages', async () => {
    const first = await list({ MaxResults: 2 })
    const second = await list({ MaxResults: 2, NextToken: first.answer.NextToken })
    expect([first.letters, second.letters, second.answer.NextToken]).toEqual(['ab', 'c', undefined])
    expect(first.answer.HyperParameterTuningJobSummaries?.[1]).toMatchObject({
      HyperParameterTuningJobName: 'find-b',
      HyperParameterTuningJobStatus: 'Completed',
      Strategy: 'Random',
      TrainingJobStatusCounters: { Completed: 12 },
      ObjectiveStatusCounters: { Succeeded: 12 },
      ResourceLimits: { MaxNumberOfTrainingJobs: 12, MaxParallelTrainingJobs: 1 },
    })
  })

  const trials = async (input: object) =>
    (await fixture.client.send(new ListTrainingJobsForHyperParameterTuningJobCommand({ ...named('find-b'), ...input })))
      .TrainingJobSummaries ?? []

  it('ListTrainingJobsForHyperParameterTuningJob sorts, filters and pages', async () => {
    expect(await trials({})).toHaveLength(10)
    expect(await trials({ MaxResults: 100 })).toHaveLength(12)
    const number = ({ TrainingJobName = '' }) => Number(TrainingJobName.slice(7, 10))
    const count = Array.from({ length: 12 }, (_, index) => index + 1)
    expect((await trials({ MaxResults: 100, SortBy: 'CreationTime', SortOrder: 'Descending' })).map(number)).toEqual(
      [...count].reverse(),
    )
    const values = (await trials({ MaxResults: 100, SortBy: 'FinalObjectiveMetricValue' })).map(
      (trial) => trial.FinalHyperParameterTuningJobObjectiveMetric?.Value ?? NaN,
    )
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(await trials({ StatusEquals: 'Stopped' })).toEqual([])
    const running = await fixture.client.send(
      new ListTrainingJobsForHyperParameterTuningJobCommand({
        ...named('find-c'),
        SortBy: 'FinalObjectiveMetricValue',
      }),
    )
    expect(running.TrainingJobSummaries).toEqual([])
  })

  const search = async (Filters: Filter[], more: Partial<SearchCommandInput> = {}) => {
    const answer = await fixture.client.send(
      new SearchCommand({
        Resource: 'HyperParameterTuningJob',
        SearchExpression: { Filters },
        SortBy: 'HyperParameterTuningJobName',
        SortOrder: 'Ascending',
        ...more,
      }),
    )
    const names = (answer.Results ?? []).map(
      (result) => result.HyperParameterTuningJob?.HyperParameterTuningJobName ?? '',
    )
    return {
      letters: names
        .filter((name) => name.startsWith('find'))
        .map((name) => name.slice(-1))
        .join(''),
      answer,
    }
  }
  const filter = (Name: string, Operator: Filter['Operator'], Value?: string) => ({ Name, Operator, Value })

  it.each<[Filter[], string]>([
    [[filter('HyperParameterTuningJobName', 'Contains', 'find')], 'abc'],
    [[filter('Tags.team', 'Equals', 'red')], 'b'],
    [
      [
        filter('HyperParameterTuningJobStatus', 'In', 'Completed,Failed'),
        filter('HyperParameterTuningJobName', 'Contains', 'find'),
      ],
      'ab',
    ],
    [[filter('HyperParameterTuningJobConfig.Strategy', 'Equals', 'Bayesian')], 'a'],
    [[filter('HyperParameterTuningJobConfig.HyperParameterTuningJobObjective.Type', 'Equals', 'Maximize')], 'a'],
    [[filter('HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs', 'GreaterThan', '10')], 'b'],
    [
      [
        filter('HyperParameterTuningJobConfig.ParameterRanges.ContinuousParameterRanges.Name', 'Equals', 'x'),
        filter('Tags.team', 'Exists'),
      ],
      'b',
    ],
    [[filter('TrainingJobStatusCounters.Completed', 'Equals', '12')], 'b'],
    [
      [
        filter('BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value', 'LessThan', '0.3'),
        filter('Tags.team', 'Equals', 'red'),
      ],
      'b',
    ],
    [
      [
        filter('BestTrainingJob.TrainingJobName', 'NotExists'),
        filter('HyperParameterTuningJobName', 'Contains', 'find'),
      ],
      'c',
    ],
    [[filter('TrainingJobDefinition.StaticHyperParameters.seed', 'Equals', '0'), filter('Tags.team', 'Exists')], 'b'],
    [[filter('LastModifiedTime', 'GreaterThan', '2020-01-01T00:00:00'), filter('Tags.team', 'Exists')], 'b'],
    [[filter('CreationTime', 'LessThan', '2020-01-01T00:00:00')], ''],
  ])('Search of tuning jobs %j finds "%s"', async (filters, letters) => {
    expect((await search(filters)).letters).toBe(letters)
  })

  it('Search of tuning jobs answers all of one, sorts, pages, and takes nested filters', async () => {
    const { answer } = await search([filter('Tags.team', 'Equals', 'red')])
    const { $metadata: _metadata, ConsumedResources, ...described } = await describeTuning(fixture.client, 'find-b')
    expect(answer.Results?.[0]?.HyperParameterTuningJob).toMatchObject({
      ...described,
      ConsumedResources,
      Tags: [{ Key: 'team', Value: 'red' }],
    })
    expect(answer.TotalHits).toEqual({ Value: 1, Relation: 'EqualTo' })
    const all = [filter('HyperParameterTuningJobName', 'Contains', 'find')]
    const first = await search(all, {
      MaxResults: 2,
      SortBy: 'TrainingJobStatusCounters.Completed',
      SortOrder: 'Descending',
    })
    const second = await search(all, {
      MaxResults: 2,
      SortBy: 'TrainingJobStatusCounters.Completed',
      SortOrder: 'Descending',
      NextToken: first.answer.NextToken,
    })
    expect([first.letters, second.letters]).toEqual(['ba', 'c'])
    const property = 'HyperParameterTuningJobConfig.ParameterRanges.IntegerParameterRanges'
    const nested: NestedFilters = {
      NestedPropertyName: property,
      Filters: [filter(`${property}.Name`, 'Equals', 'n'), filter(`${property}.MaxValue`, 'Equals', '9')],
    }
    const found = await search([], { SearchExpression: { Filters: all, NestedFilters: [nested] } })
    expect(found.letters).toBe('abc')
    expect(await errorOf(search([filter('NoSuch', 'Exists')]))).toMatch(
      /Unknown property name "NoSuch" for resource HyperParameterTuningJob/,
    )
  })

  it('Search of training jobs finds the children by their tuning job, tags and hyperparameters', async () => {
    const { HyperParameterTuningJobArn: arn = '' } = await describeTuning(fixture.client, 'find-b')
    const count = async (Filters: Filter[]) =>
      (
        await fixture.client.send(
          new SearchCommand({ Resource: 'TrainingJob', SearchExpression: { Filters }, MaxResults: 100 }),
        )
      ).Results?.length
    expect(await count([filter('TuningJobArn', 'Equals', arn)])).toBe(12)
    expect(await count([filter('Tags.team', 'Equals', 'red'), filter('TuningJobArn', 'Exists')])).toBe(12)
    expect(
      await count([
        filter('HyperParameters._tuning_objective_metric', 'Equals', 'objective'),
        filter('TuningJobArn', 'Contains', 'find-a'),
      ]),
    ).toBe(2)
    expect(await count([filter('TuningJobArn', 'NotExists')])).toBe(1)
  })

  it('tags of tuning jobs are added, listed and removed', async () => {
    const { HyperParameterTuningJobArn: ResourceArn } = await describeTuning(fixture.client, 'find-a')
    await fixture.client.send(
      new AddTagsCommand({
        ResourceArn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    )
    await fixture.client.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['a'] }))
    expect((await fixture.client.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual([{ Key: 'b', Value: '2' }])
  })
})
