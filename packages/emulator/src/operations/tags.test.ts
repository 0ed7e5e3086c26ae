import { AddTagsCommand, CreateTrainingJobCommand, DeleteTagsCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker'

import { errorOf, send, startFixture, stopFixture, trainingJob } from '../testing/fixture.js'
import type { Fixture } from '../testing/fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
  await fixture.client.send(new CreateTrainingJobCommand(trainingJob('tagged', { Tags: [{ Key: 'a', Value: '1' }] })))
})
afterAll(() => stopFixture(fixture))

const arn = 'arn:aws:sagemaker:us-east-1:000000000000:training-job/tagged'
const add = (tags: Record<string, string>, ResourceArn = arn) =>
  fixture.client.send(
    new AddTagsCommand({ ResourceArn, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
  )
const list = async (ResourceArn = arn) => {
  const { Tags = [] } = await fixture.client.send(new ListTagsCommand({ ResourceArn }))
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])) as Record<string, string>
}

describe('AddTags, ListTags, DeleteTags: serialization and validation', () => {
  it.each([
    ['AddTags', { ResourceArn: arn, Tags: {} }, 'SerializationException', 'a list was expected'],
    ['AddTags', { ResourceArn: arn }, 'ValidationException', "Value null at 'tags'"],
    ['AddTags', { ResourceArn: 'x', Tags: [] }, 'ValidationException', "at 'resourceArn' failed to satisfy constraint"],
    ['ListTags', {}, 'ValidationException', "Value null at 'resourceArn'"],
    ['ListTags', { ResourceArn: arn, MaxResults: 49 }, 'ValidationException', 'greater than or equal to 50'],
    ['ListTags', { ResourceArn: arn, NextToken: 'x' }, 'ValidationException', 'NextToken is invalid'],
    ['DeleteTags', { ResourceArn: arn, TagKeys: [] }, 'ValidationException', 'length greater than or equal to 1'],
    ['DeleteTags', { ResourceArn: arn, TagKeys: ['a,b'] }, 'ValidationException', 'Member must satisfy constraint: ['],
    ['DeleteTags', { ResourceArn: arn, TagKeys: [7] }, 'SerializationException', 'converted to String'],
  ])('rejects %s %j', async (operation, input, code, message) => {
    const { status, body } = await send(fixture.emulator.url, operation, input)
    expect([status, body?.__type]).toEqual([400, code])
    expect(body?.message).toContain(message)
  })

  it('answers ResourceNotFound for an ARN that is not there', async () => {
    const absent = arn.replace('tagged', 'absent')
    expect(await errorOf(list(absent))).toContain('ResourceNotFound')
    expect(await errorOf(add({}, absent))).toContain('ResourceNotFound')
    expect(await errorOf(list(arn.replace('us-east-1', 'eu-west-1')))).toContain('ResourceNotFound')
  })
})

describe('AddTags, ListTags, DeleteTags: behavior', () => {
  it('adds, overwrites and removes', async () => {
    expect((await add({ b: '2', a: 'new' })).Tags).toEqual([
      { Key: 'a', Value: 'new' },
      { Key: 'b', Value: '2' },
    ])
    await fixture.client.send(new DeleteTagsCommand({ ResourceArn: arn, TagKeys: ['a', 'absent'] }))
    expect(await list()).toEqual({ b: '2' })
  })

  it('refuses the 51st tag and keeps what there was', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, '']))
    expect(await errorOf(add(many))).toMatch(/^ResourceLimitExceeded: .*at most 50 tags/)
    expect(await list()).toEqual({ b: '2' })
  })

  it('refuses a key that belongs to AWS', async () => {
    expect(await errorOf(add({ 'aws:x': '1' }))).toContain('"aws:" is reserved')
  })
})
