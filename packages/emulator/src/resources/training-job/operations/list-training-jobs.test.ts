import {
  CreateTrainingJobCommand,
  DeleteTrainingJobCommand,
  ListTrainingJobsCommand,
  paginateListTrainingJobs,
} from '@aws-sdk/client-sagemaker'
import type { ListTrainingJobsCommandInput } from '@aws-sdk/client-sagemaker'

import { errorOf, send, shell, startFixture, stopFixture, trainingJob, waitForJob } from '../../../testing/fixture.js'
import type { Fixture } from '../../../testing/fixture.js'

let fixture: Fixture
let clock = 1_700_000_000_000
const names = ['delta', 'alpha', 'charlie', 'bravo', 'echo']

beforeAll(async () => {
  fixture = await startFixture({ now: () => clock, images: { fails: shell('exit 1') } })
  for (const name of names) {
    clock += 10_000
    await create(name, name === 'charlie' ? 'fails' : 'ok')
    await waitForJob(fixture.client, name)
  }
})
afterAll(() => stopFixture(fixture))

const create = (name: string, image = 'ok') =>
  fixture.client.send(new CreateTrainingJobCommand(trainingJob(name, { image })))

const page = (input: ListTrainingJobsCommandInput) => fixture.client.send(new ListTrainingJobsCommand(input))

const list = async (input: ListTrainingJobsCommandInput) =>
  ((await page(input)).TrainingJobSummaries ?? []).map(({ TrainingJobName }) => TrainingJobName)

const listAll = async (
  input: ListTrainingJobsCommandInput,
  between: () => Promise<unknown> = async () => undefined,
) => {
  const found: (string | undefined)[] = []
  for await (const { TrainingJobSummaries = [] } of paginateListTrainingJobs({ client: fixture.client }, input)) {
    found.push(...TrainingJobSummaries.map(({ TrainingJobName }) => TrainingJobName))
    await between()
  }
  return found
}

describe('ListTrainingJobs: validation', () => {
  it.each([
    [{ MaxResults: '1' }, 'SerializationException', 'Integer'],
    [{ CreationTimeAfter: '2024-01-01' }, 'SerializationException', 'Timestamp'],
    [{ MaxResults: 0 }, 'ValidationException', 'greater than or equal to 1'],
    [{ MaxResults: 101 }, 'ValidationException', 'less than or equal to 100'],
    [{ SortBy: 'Age' }, 'ValidationException', 'enum value set: [Name, CreationTime, Status]'],
    [{ NameContains: 'a_b' }, 'ValidationException', 'regular expression pattern'],
    [{ NextToken: 'made up' }, 'ValidationException', 'NextToken is invalid'],
    [{ WarmPoolStatusEquals: 'InUse' }, 'ValidationException', 'not available yet'],
  ])('rejects %j', async (input, code, message) => {
    const { body } = await send(fixture.emulator.url, 'ListTrainingJobs', input)
    expect(body?.__type).toBe(code)
    expect(body?.message).toContain(message)
  })

  it('rejects a token that was changed, or that came from another request', async () => {
    const { NextToken = '' } = await page({ MaxResults: 2 })
    const changed = `${NextToken.startsWith('e') ? 'f' : 'e'}${NextToken.slice(1)}`
    expect(await errorOf(page({ MaxResults: 2, NextToken: changed }))).toContain('NextToken is invalid')
    expect(await errorOf(page({ MaxResults: 2, NextToken, SortBy: 'Name' }))).toContain('NextToken is invalid')
  })
})

describe('ListTrainingJobs: behavior', () => {
  it.each<[ListTrainingJobsCommandInput, string[]]>([
    [{}, names],
    [{ SortOrder: 'Descending' }, names.toReversed()],
    [{ SortBy: 'Name' }, names.toSorted()],
    [{ SortBy: 'Status', SortOrder: 'Descending' }, ['charlie', 'echo', 'bravo', 'alpha', 'delta']],
    [{ NameContains: 'l' }, ['delta', 'alpha', 'charlie']],
    [{ StatusEquals: 'Failed' }, ['charlie']],
    [{ StatusEquals: 'Failed', MaxResults: 2 }, []],
    [{ CreationTimeAfter: new Date(1_700_000_030_000) }, ['bravo', 'echo']],
    [{ CreationTimeBefore: new Date(1_700_000_020_000) }, ['delta']],
    [{ LastModifiedTimeAfter: new Date(1_700_000_040_000) }, ['echo']],
    [{ LastModifiedTimeBefore: new Date(1_700_000_015_000) }, ['delta']],
  ])('answers %j', async (input, expected) => {
    expect(await list(input)).toEqual(expected)
  })

  it('cuts the page before it looks at the status: a page without a match has a next one', async () => {
    expect((await page({ StatusEquals: 'Failed', MaxResults: 2 })).NextToken).toBeDefined()
    expect(await listAll({ StatusEquals: 'Failed', MaxResults: 2 })).toEqual(['charlie'])
  })

  it.each(['Name', 'CreationTime', 'Status'] as const)(
    'lists by %s each job that was there exactly once, while others come and go',
    async (SortBy) => {
      let count = 0
      const found = await listAll({ SortBy, MaxResults: 1, SortOrder: 'Descending' }, async () => {
        count += 1
        await create(`new-${SortBy.toLowerCase()}-${count}`)
      })
      expect(found.filter((name) => names.includes(name ?? '')).toSorted()).toEqual(names.toSorted())
      expect(new Set(found).size).toBe(found.length)
      for (let each = 1; each <= count; each += 1) {
        const name = `new-${SortBy.toLowerCase()}-${each}`
        await waitForJob(fixture.client, name)
        await fixture.client.send(new DeleteTrainingJobCommand({ TrainingJobName: name }))
      }
    },
  )

  it('continues after a restart of the endpoint', async () => {
    const { NextToken } = await page({ SortBy: 'Name', MaxResults: 2 })
    await fixture.emulator.close()
    fixture = await startFixture({ folder: fixture.folder })
    expect(await list({ SortBy: 'Name', MaxResults: 2, ...(NextToken ? { NextToken } : {}) })).toEqual([
      'charlie',
      'delta',
    ])
  })
})
