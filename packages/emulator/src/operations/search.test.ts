import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateTrainingJobCommand, SearchCommand, paginateSearch } from '@aws-sdk/client-sagemaker'
import type { Filter, SearchCommandInput, SearchExpression } from '@aws-sdk/client-sagemaker'

import { send, shell, startFixture, stopFixture, trainingJob, waitForJob } from '../testing/fixture.js'
import type { Fixture } from '../testing/fixture.js'

let fixture: Fixture
let clock = 1_700_000_000_000

interface Made {
  readonly tags?: Record<string, string>
  readonly hyperparameters?: Record<string, string>
  readonly metrics?: string
  readonly channels?: Record<string, string>
}

const made: Readonly<Record<string, Made>> = {
  a: {
    tags: { team: 'red', 'assay:stage': 'one' },
    hyperparameters: { lr: '0.5', layers: '3' },
    metrics: 'acc=0.9 f1:x=1',
  },
  b: { tags: { team: 'blue' }, hyperparameters: { lr: '0.05', optimizer: 'adam' }, metrics: 'acc=0.7' },
  c: { tags: { team: 'red, blue' }, hyperparameters: { lr: '1.7', optimizer: '"adam"' }, metrics: 'acc=0.8' },
  d: { hyperparameters: { lr: 'auto' }, channels: { train: 's3://data/one/', test: 's3://data/two/' } },
  e: { channels: { train: 's3://data/two/', test: 's3://data/one/' } },
}

beforeAll(async () => {
  fixture = await startFixture({ now: () => clock, images: { prints: shell('echo "$METRICS"; [ "$METRICS" != "" ]') } })
  mkdirSync(join(fixture.folder, 's3/data/one'), { recursive: true })
  mkdirSync(join(fixture.folder, 's3/data/two'), { recursive: true })
  for (const part of ['one', 'two']) writeFileSync(join(fixture.folder, 's3/data', part, 'x'), 'x')
  for (const [name, each] of Object.entries(made)) {
    clock += 10_000
    await fixture.client.send(new CreateTrainingJobCommand(requestOf(name, each)))
    await waitForJob(fixture.client, name)
  }
})
afterAll(() => stopFixture(fixture))

const requestOf = (name: string, { tags = {}, hyperparameters = {}, metrics = '', channels = {} }: Made) =>
  trainingJob(name, {
    AlgorithmSpecification: {
      TrainingImage: 'prints',
      TrainingInputMode: 'File',
      MetricDefinitions: [
        { Name: 'acc', Regex: 'acc=([0-9.]+)' },
        { Name: 'f1:x:final', Regex: 'f1:x=([0-9.]+)' },
      ],
    },
    HyperParameters: hyperparameters,
    Environment: { METRICS: metrics },
    Tags: Object.entries(tags)
      .filter(([, Value]) => !Value.includes(','))
      .map(([Key, Value]) => ({ Key, Value })),
    ...(Object.keys(channels).length === 0
      ? {}
      : {
          InputDataConfig: Object.entries(channels).map(([ChannelName, S3Uri]) => ({
            ChannelName,
            DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri } },
          })),
        }),
  })

const run = (input: Partial<SearchCommandInput>) =>
  fixture.client.send(
    new SearchCommand({ Resource: 'TrainingJob', SortBy: 'TrainingJobName', SortOrder: 'Ascending', ...input }),
  )
const find = async (input: Partial<SearchCommandInput>) =>
  ((await run(input)).Results ?? []).map(({ TrainingJob }) => TrainingJob?.TrainingJobName).join('')
const where = (expression: SearchExpression) => find({ SearchExpression: expression })
const filter = (Name: string, Operator?: Filter['Operator'], Value?: string): Filter => ({
  Name,
  ...(Operator ? { Operator } : {}),
  ...(Value === undefined ? {} : { Value }),
})

describe('Search: operators', () => {
  it.each<[Filter, string]>([
    [filter('TrainingJobName', undefined, 'a'), 'a'],
    [filter('Tags.team', 'Equals', 'red'), 'a'],
    [filter('tags.team', 'Equals', 'red'), 'a'],
    [filter('Tags.Team', 'Equals', 'red'), ''],
    [filter('Tags.assay:stage', 'Equals', 'one'), 'a'],
    [filter('Tags.team', 'NotEquals', 'red'), 'bcde'],
    [filter('Tags.team', 'Exists'), 'ab'],
    [filter('Tags.team', 'NotExists'), 'cde'],
    [filter('Tags.team', 'In', 'red,blue'), 'ab'],
    [filter('Tags.team', 'Contains', 'e'), 'ab'],
    [filter('Metrics.acc', 'GreaterThan', '0.75'), 'ac'],
    [filter('metrics.acc', 'LessThanOrEqualTo', '7e-1'), 'b'],
    [filter('Metrics.acc', 'LessThan', '0.71'), 'b'],
    [filter('Metrics.acc', 'LessThan', '0.7'), ''],
    [filter('Metrics.acc', 'Equals', '0.7'), 'b'],
    [filter('Metrics.f1:x:final', 'Equals', '1'), 'a'],
    [filter('Metrics.acc', 'Exists'), 'abc'],
    [filter('HyperParameters.lr', 'GreaterThan', '0.1'), 'ac'],
    [filter('hyperparameters.lr', 'LessThan', '0.5'), 'b'],
    [filter('HyperParameters.lr', 'Equals', '0.50'), 'a'],
    [filter('HyperParameters.lr', 'Equals', '0'), 'ab'],
    [filter('HyperParameters.lr', 'Equals', '1'), 'c'],
    [filter('HyperParameters.lr', 'LessThan', '1'), 'ab'],
    [filter('HyperParameters.lr', 'LessThanOrEqualTo', '1.0'), 'ab'],
    [filter('HyperParameters.lr', 'Equals', 'auto'), 'd'],
    [filter('HyperParameters.optimizer', 'Equals', 'adam'), 'b'],
    [filter('HyperParameters.optimizer', 'Contains', 'adam'), 'bc'],
    [filter('HyperParameters.layers', 'GreaterThanOrEqualTo', '3'), 'a'],
    [filter('TrainingJobStatus', 'Equals', 'Failed'), 'de'],
    [filter('trainingjobstatus', 'Equals', 'Completed'), 'abc'],
    [filter('EnableManagedSpotTraining', 'Equals', 'false'), 'abcde'],
    [filter('ResourceConfig.InstanceCount', 'GreaterThan', '1'), ''],
    [filter('ResourceConfig.InstanceType', 'Contains', 'm5'), 'abcde'],
    [filter('ModelArtifacts.S3ModelArtifacts', 'Contains', '/b/'), 'b'],
    [filter('CreationTime', 'GreaterThan', '2023-11-14T22:13:30'), 'bcde'],
    [filter('CreationTime', 'LessThanOrEqualTo', '2023-11-14T22:13:30Z'), 'a'],
    [filter('InputDataConfig', 'Exists'), 'de'],
    [filter('InputDataConfig.ChannelName', 'Equals', 'test'), 'de'],
    [filter('FailureReason', 'Contains', 'exit code: 1'), 'de'],
  ])('%j finds "%s"', async (each, expected) => {
    expect(await where({ Filters: [each] })).toBe(expected)
  })
})

describe('Search: expressions', () => {
  const red = filter('Tags.team', 'Equals', 'red')
  const blue = filter('Tags.team', 'Equals', 'blue')
  const good = filter('Metrics.acc', 'GreaterThan', '0.75')
  const isE = filter('TrainingJobName', 'Equals', 'e')

  it.each<[string, SearchExpression, string]>([
    ['nothing', {}, 'abcde'],
    ['And by default', { Filters: [red, good] }, 'a'],
    ['Or', { Filters: [red, blue], Operator: 'Or' }, 'ab'],
    ['sub-expressions under And', { Filters: [good], SubExpressions: [{ Filters: [red, isE], Operator: 'Or' }] }, 'a'],
    ['sub-expressions under Or', { Filters: [isE], SubExpressions: [{ Filters: [red, good] }], Operator: 'Or' }, 'ae'],
    [
      'nested filters on one element',
      {
        NestedFilters: [
          {
            NestedPropertyName: 'InputDataConfig',
            Filters: [
              filter('InputDataConfig.ChannelName', 'Equals', 'train'),
              filter('InputDataConfig.DataSource.S3DataSource.S3Uri', 'Equals', 's3://data/one/'),
            ],
          },
        ],
      },
      'd',
    ],
    [
      'the same filters, each on any element',
      {
        Filters: [
          filter('InputDataConfig.ChannelName', 'Equals', 'train'),
          filter('InputDataConfig.DataSource.S3DataSource.S3Uri', 'Equals', 's3://data/one/'),
        ],
      },
      'de',
    ],
  ])('%s', async (_, expression, expected) => {
    expect(await where(expression)).toBe(expected)
  })
})

describe('Search: order and pages', () => {
  it.each<[Partial<SearchCommandInput>, string]>([
    [{ SortBy: 'Metrics.acc', SortOrder: 'Descending' }, 'acbed'],
    [{ SortBy: 'Metrics.acc', SortOrder: 'Ascending' }, 'bcaed'],
    [{ SortBy: 'HyperParameters.lr', SortOrder: 'Ascending' }, 'bacde'],
    [{ SortBy: 'CreationTime', SortOrder: 'Ascending' }, 'abcde'],
    [{ SortBy: 'CreationTime' }, 'abcde'],
  ])('sorts by %j', async (input, expected) => {
    expect(await find(input)).toBe(expected)
  })

  it('shows the latest change first by default', async () => {
    const { Results = [] } = await fixture.client.send(new SearchCommand({ Resource: 'TrainingJob' }))
    expect(Results.map(({ TrainingJob }) => TrainingJob?.TrainingJobName).join('')).toBe('edcba')
  })

  it('pages through everything, and answers the number of hits', async () => {
    const found: string[] = []
    for await (const { Results = [], TotalHits } of paginateSearch(
      { client: fixture.client },
      { Resource: 'TrainingJob', MaxResults: 2, SortBy: 'Metrics.acc' },
    )) {
      found.push(Results.map(({ TrainingJob }) => TrainingJob?.TrainingJobName).join(''))
      expect(TotalHits).toEqual({ Value: 5, Relation: 'EqualTo' })
    }
    expect(found).toEqual(['ac', 'be', 'd'])
  })

  it('answers records with tags and metrics', async () => {
    const { Results = [] } = await run({ SearchExpression: { Filters: [filter('TrainingJobName', 'Equals', 'a')] } })
    expect(Results[0]?.TrainingJob).toMatchObject({
      TrainingJobName: 'a',
      Tags: [
        { Key: 'team', Value: 'red' },
        { Key: 'assay:stage', Value: 'one' },
      ],
      FinalMetricDataList: [
        { MetricName: 'acc', Value: Math.fround(0.9), Timestamp: expect.any(Date) },
        { MetricName: 'f1:x:final', Value: 1, Timestamp: expect.any(Date) },
      ],
      HyperParameters: { lr: '0.5', layers: '3' },
    })
  })
})

describe('Search: validation', () => {
  const one = { Name: 'TrainingJobName', Value: 'a' }
  const times = (count: number, each: object = one) => Array.from({ length: count }, () => each)
  const deep = (levels: number): object => (levels === 0 ? { Filters: [one] } : { SubExpressions: [deep(levels - 1)] })

  it.each<[string, object, string]>([
    [
      'a resource that is not one',
      { Resource: 'Job2' },
      'Member must satisfy enum value set: [TrainingJob, Experiment,',
    ],
    ['a resource of the model', { Resource: 'Endpoint' }, 'Search of resource "Endpoint" is not available yet'],
    ['another account', { CrossAccountFilterOption: 'CrossAccount' }, 'not available yet'],
    ['an operator that is not one', { Filters: [{ ...one, Operator: 'Like' }] }, 'enum value set'],
    ['an unknown property', { Filters: [{ Name: 'Nope', Value: '1' }] }, 'Unknown property name "Nope"'],
    ['an unknown sort property', { SortBy: 'ResourceConfig.Nope' }, 'Unknown property name "ResourceConfig.Nope"'],
    ['GreaterThan on text', { Filters: [{ ...one, Operator: 'GreaterThan' }] }, 'not supported for text'],
    [
      'GreaterThan on a tag',
      { Filters: [{ Name: 'Tags.a', Operator: 'LessThan', Value: '1' }] },
      'not supported for text',
    ],
    ['Contains on a number', { Filters: [{ Name: 'Metrics.a', Operator: 'Contains', Value: '1' }] }, 'text only'],
    ['In on a time', { Filters: [{ Name: 'CreationTime', Operator: 'In', Value: '1' }] }, 'text only'],
    [
      'a metric against text',
      { Filters: [{ Name: 'Metrics.a', Operator: 'LessThan', Value: 'x' }] },
      'must be a number',
    ],
    [
      'a time of another form',
      { Filters: [{ Name: 'CreationTime', Operator: 'LessThan', Value: 'x' }] },
      'must be a time',
    ],
    ['no value', { Filters: [{ Name: 'TrainingJobName', Operator: 'Equals' }] }, 'needs a Value'],
    ['Exists with a value', { Filters: [{ ...one, Operator: 'Exists' }] }, 'takes no Value'],
    ['a whole structure', { Filters: [{ Name: 'ResourceConfig', Value: 'a' }] }, 'only Exists and NotExists'],
    [
      'two Contains',
      { Filters: times(2, { ...one, Operator: 'Contains' }) },
      "'CONTAINS' operator usage limit of 1 exceeded.",
    ],
    ['21 filters', { Filters: times(21) }, 'length less than or equal to 20'],
    ['no filter in a list', { Filters: [] }, 'length greater than or equal to 1'],
    ['21 elements of two kinds', { Filters: times(20), SubExpressions: [{ Filters: [one] }] }, 'at most 20'],
    ['51 elements in all', { SubExpressions: times(3, { Filters: times(16) }) }, 'at most 50'],
    [
      'a nested property that is no list',
      { NestedFilters: [{ NestedPropertyName: 'RoleArn', Filters: [one] }] },
      'not a list',
    ],
    [
      'a nested filter from elsewhere',
      { NestedFilters: [{ NestedPropertyName: 'InputDataConfig', Filters: [one] }] },
      'must begin with',
    ],
    ['endless nesting', deep(60), 'nests too deep'],
  ])('rejects %s', async (_, input, message) => {
    const {
      Resource = 'TrainingJob',
      SortBy,
      CrossAccountFilterOption,
      ...SearchExpression
    } = input as Record<string, unknown>
    const request = { Resource, SortBy, CrossAccountFilterOption, SearchExpression }
    const { status, body } = await send(fixture.emulator.url, 'Search', request)
    expect([status, body?.message]).toEqual([400, expect.stringContaining(message)])
  })
})
