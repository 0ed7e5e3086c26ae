import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AddTagsCommand,
  CreateModelCommand,
  DeleteModelCommand,
  DeleteTagsCommand,
  DescribeModelCommand,
  ListModelsCommand,
  ListTagsCommand,
  SearchCommand,
  paginateListModels,
} from '@aws-sdk/client-sagemaker'
import type { CreateModelCommandInput } from '@aws-sdk/client-sagemaker'

import { clientOf, errorOf, send, startFixture, stopFixture } from '../../testing/fixture.js'
import type { Fixture } from '../../testing/fixture.js'

const dataUrl = 's3://bucket/output/job/output/model.tar.gz'
const arnOf = (name: string) => `arn:aws:sagemaker:us-east-1:000000000000:model/${name}`

let now = 1_700_000_000_000
let fixture: Fixture
beforeEach(async () => {
  fixture = await startFixture({ now: () => now })
  const folder = join(fixture.folder, 's3/bucket/output/job/output')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.tar.gz'), '')
})
afterEach(() => stopFixture(fixture))

/** Returns a CreateModel request that is valid, with changes; undefined removes a member. */
const model = (name: string, changes: Partial<CreateModelCommandInput> = {}): CreateModelCommandInput => ({
  ModelName: name,
  PrimaryContainer: { Image: 'image', ModelDataUrl: dataUrl },
  ExecutionRoleArn: 'arn:aws:iam::000000000000:role/test',
  ...changes,
})
const create = (request: CreateModelCommandInput) => fixture.client.send(new CreateModelCommand(request))
const describeModel = (name: string) => fixture.client.send(new DescribeModelCommand({ ModelName: name }))
const remove = (name: string) => fixture.client.send(new DeleteModelCommand({ ModelName: name }))

describe('CreateModel and DescribeModel', () => {
  it('return the ARN, and the request with its defaults but without tags', async () => {
    const Tags = [{ Key: 'k', Value: 'v' }]
    expect((await create(model('one', { Tags }))).ModelArn).toBe(arnOf('one'))
    const { $metadata: _metadata, ...answer } = await describeModel('one')
    expect(answer).toEqual({
      ModelName: 'one',
      ModelArn: arnOf('one'),
      PrimaryContainer: { Image: 'image', ModelDataUrl: dataUrl, Mode: 'SingleModel' },
      ExecutionRoleArn: 'arn:aws:iam::000000000000:role/test',
      EnableNetworkIsolation: false,
      CreationTime: new Date(now),
    })
  })

  it('take a role or none, containers without data, and data by its source', async () => {
    const S3DataSource = {
      S3Uri: dataUrl,
      S3DataType: 'S3Object' as const,
      CompressionType: 'Gzip' as const,
    }
    await create(model('no-role', { ExecutionRoleArn: undefined, PrimaryContainer: { Image: 'image' } }))
    await create(model('source', { PrimaryContainer: { Image: 'image', ModelDataSource: { S3DataSource } } }))
    await create(model('pipeline', { PrimaryContainer: undefined, Containers: [{ Image: 'a' }, { Image: 'b' }] }))
    expect((await describeModel('pipeline')).Containers).toEqual([
      { Image: 'a', Mode: 'SingleModel' },
      { Image: 'b', Mode: 'SingleModel' },
    ])
  })

  it.each<[string, Partial<CreateModelCommandInput>, string]>([
    ['both kinds of containers', { Containers: [{ Image: 'a' }] }, 'cannot both be given'],
    ['no container', { PrimaryContainer: undefined }, 'You must specify either PrimaryContainer or Containers.'],
    ['an empty list', { PrimaryContainer: undefined, Containers: [] }, 'You must specify either'],
    ['no image', { PrimaryContainer: { ModelDataUrl: dataUrl } }, 'Each container needs an Image.'],
    ['a model package', { PrimaryContainer: { ModelPackageName: 'p' } }, '"ModelPackageName" is not available yet'],
    [
      'data that does not exist',
      { PrimaryContainer: { Image: 'image', ModelDataUrl: 's3://bucket/nothing.tar.gz' } },
      'ValidationException: Could not find model data at s3://bucket/nothing.tar.gz.',
    ],
    [
      'data outside of its bucket',
      { PrimaryContainer: { Image: 'image', ModelDataUrl: 's3://bucket/../x' } },
      'may not have "." or ".."',
    ],
    [
      'hostnames for some containers',
      { PrimaryContainer: undefined, Containers: [{ Image: 'a', ContainerHostname: 'a' }, { Image: 'b' }] },
      'for every container, or for none',
    ],
    [
      'a hostname twice',
      {
        PrimaryContainer: undefined,
        Containers: [
          { Image: 'a', ContainerHostname: 'a' },
          { Image: 'b', ContainerHostname: 'a' },
        ],
      },
      'Duplicate ContainerHostname "a"',
    ],
    [
      'direct calls without hostnames',
      {
        PrimaryContainer: undefined,
        Containers: [{ Image: 'a' }, { Image: 'b' }],
        InferenceExecutionConfig: { Mode: 'Direct' },
      },
      'needs a ContainerHostname',
    ],
    ['a name that is none', { ModelName: '-x' }, "at 'modelName' failed to satisfy constraint"],
    ['a tag twice', { Tags: [{ Key: 'a', Value: '' }, { Key: 'a', Value: '' }] }, 'Duplicate tag keys'], // prettier-ignore
  ])('refuse %s', async (_what, changes, message) => {
    expect(await errorOf(create(model('bad', changes)))).toContain(message)
    expect(await errorOf(describeModel('bad'))).toContain('Could not find model')
  })

  it('refuse a name that is taken', async () => {
    await create(model('one'))
    expect(await errorOf(create(model('one')))).toBe(
      `ValidationException: Cannot create already existing model "${arnOf('one')}".`,
    )
  })

  it('keep the model over a restart', async () => {
    await create(model('one', { Tags: [{ Key: 'k', Value: 'v' }] }))
    const before = await describeModel('one')
    await fixture.emulator.close()
    const { folder } = fixture
    fixture.client.destroy()
    fixture = await startFixture({ folder, now: () => now })
    expect({ ...(await describeModel('one')), $metadata: 0 }).toEqual({ ...before, $metadata: 0 })
    const { Tags } = await fixture.client.send(new ListTagsCommand({ ResourceArn: arnOf('one') }))
    expect(Tags).toEqual([{ Key: 'k', Value: 'v' }])
  })
})

describe('DeleteModel', () => {
  it('frees the name', async () => {
    await create(model('one'))
    const { status, body } = await send(fixture.emulator.url, 'DeleteModel', { ModelName: 'one' })
    expect([status, body]).toEqual([200, undefined])
    expect(await errorOf(describeModel('one'))).toBe(`ValidationException: Could not find model "${arnOf('one')}".`)
    await create(model('one'))
  })

  it('refuses a model that does not exist', async () => {
    expect(await errorOf(remove('none'))).toBe(`ValidationException: Could not find model "${arnOf('none')}".`)
  })
})

describe('ListModels', () => {
  const list = async (request: object = {}) => {
    const { Models = [] } = await fixture.client.send(new ListModelsCommand(request))
    return Models.map(({ ModelName }) => ModelName)
  }
  beforeEach(async () => {
    for (const name of ['b-1', 'a-2', 'c-3']) {
      await create(model(name))
      now += 1000
    }
  })

  it('lists the newest first by default', async () => {
    expect(await list()).toEqual(['c-3', 'a-2', 'b-1'])
    const { Models } = await fixture.client.send(new ListModelsCommand({ MaxResults: 1 }))
    expect(Models).toEqual([{ ModelName: 'c-3', ModelArn: arnOf('c-3'), CreationTime: new Date(now - 1000) }])
  })

  it('sorts by name or time, in either direction', async () => {
    expect(await list({ SortBy: 'Name', SortOrder: 'Ascending' })).toEqual(['a-2', 'b-1', 'c-3'])
    expect(await list({ SortBy: 'Name' })).toEqual(['c-3', 'b-1', 'a-2'])
    expect(await list({ SortOrder: 'Ascending' })).toEqual(['b-1', 'a-2', 'c-3'])
  })

  it('filters by name and creation time', async () => {
    const second = new Date(now - 2000)
    expect(await list({ NameContains: '-2' })).toEqual(['a-2'])
    expect(await list({ CreationTimeAfter: second })).toEqual(['c-3', 'a-2'])
    expect(await list({ CreationTimeBefore: second })).toEqual(['b-1'])
  })

  it('shows each model once over pages, whatever is created or deleted meanwhile', async () => {
    const seen: (string | undefined)[] = []
    let pages = 0
    for await (const page of paginateListModels({ client: fixture.client, pageSize: 1 }, {})) {
      seen.push(...(page.Models ?? []).map(({ ModelName }) => ModelName))
      pages += 1
      if (pages === 1) {
        await create(model('d-4'))
        await remove('a-2')
      }
    }
    expect(seen).toEqual(['c-3', 'b-1'])
  })
})

describe('the operations of every kind', () => {
  it('tag models', async () => {
    await create(model('one', { Tags: [{ Key: 'a', Value: '1' }] }))
    const ResourceArn = arnOf('one')
    await fixture.client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'b', Value: '2' }] }))
    await fixture.client.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['a'] }))
    const { Tags } = await fixture.client.send(new ListTagsCommand({ ResourceArn }))
    expect(Tags).toEqual([{ Key: 'b', Value: '2' }])
    await remove('one')
    expect(await errorOf(fixture.client.send(new ListTagsCommand({ ResourceArn })))).toContain('ResourceNotFound')
  })

  it('search models by their members and tags', async () => {
    await create(model('one', { Tags: [{ Key: 'a', Value: '1' }] }))
    await create(model('two', { Tags: [{ Key: 'a', Value: '2' }] }))
    const search = async (Name: string, Value: string) => {
      const request = { Resource: 'Model' as const, SearchExpression: { Filters: [{ Name, Value }] } }
      const { Results = [] } = await fixture.client.send(new SearchCommand(request))
      return Results.map((result) => result.Model?.Model?.ModelName)
    }
    expect(await search('Tags.a', '2')).toEqual(['two'])
    expect(await search('Model.ModelName', 'one')).toEqual(['one'])
    const { Results } = await clientOf(fixture.emulator.url).send(new SearchCommand({ Resource: 'Model' }))
    expect(Results?.[1]?.Model?.Model).toMatchObject({ ModelArn: arnOf('one'), Tags: [{ Key: 'a', Value: '1' }] })
  })
})
