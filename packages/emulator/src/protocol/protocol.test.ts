import { request } from 'node:http'

import { send, startFixture, stopFixture, trainingJob } from '../testing/fixture.js'
import type { Fixture } from '../testing/fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => stopFixture(fixture))

/** A request with exactly these headers: fetch would add and forbid some. */
const sendBare = (headers: Record<string, string>, body: string | Buffer = '{}', method = 'POST') =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { port } = fixture.emulator
    const call = request({ port, host: '127.0.0.1', method, headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
    })
    call.on('error', reject)
    call.end(body)
  })
const json = { 'content-type': 'application/x-amz-json-1.1' }
const list = { ...json, 'x-amz-target': 'SageMaker.ListTrainingJobs' }

describe('AWS JSON 1.1', () => {
  it('answers with a request id of its own and the media type of the protocol', async () => {
    const [one, two] = [
      await send(fixture.emulator.url, 'ListTrainingJobs', {}),
      await send(fixture.emulator.url, 'ListTrainingJobs', {}),
    ]
    expect(one.headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(one.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    expect(one.headers.get('x-amzn-requestid')).not.toBe(two.headers.get('x-amzn-requestid'))
    expect(one.headers.get('date')).toBeTruthy()
  })

  it.each<[string, Record<string, string>, string | Buffer, number, string]>([
    ['no target', json, '{}', 400, 'UnknownOperationException'],
    [
      'a target of another service',
      { ...json, 'x-amz-target': 'DynamoDB.ListTables' },
      '{}',
      400,
      'names no operation',
    ],
    ['an operation that is not one', { ...json, 'x-amz-target': 'SageMaker.Nope' }, '{}', 400, 'names no operation'],
    [
      'an operation named like a property',
      { ...json, 'x-amz-target': 'SageMaker.constructor' },
      '{}',
      400,
      'names no operation',
    ],
    [
      'an operation that is not here',
      { ...json, 'x-amz-target': 'SageMaker.CreateEndpoint' },
      '{}',
      400,
      'not available yet',
    ],
    ['another content type', { ...list, 'content-type': 'text/plain' }, '{}', 400, 'SerializationException'],
    ['no content type', { 'x-amz-target': 'SageMaker.ListTrainingJobs' }, '{}', 400, 'SerializationException'],
    ['a cut body', list, '{"MaxResults": 1', 400, 'not valid JSON'],
    ['a body that is a list', list, '[]', 400, 'must be a JSON object'],
    ['a body that is null', list, 'null', 400, 'must be a JSON object'],
    ['bytes that are not UTF-8', list, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400, 'not valid UTF-8'],
    ['a body of 100,000 levels', list, '['.repeat(100_000), 400, 'nests too deep'],
    ['levels hidden behind text', list, `{"a":"\\"[","b":${'['.repeat(70)}`, 400, 'nests too deep'],
    ['a web page', { ...list, origin: 'https://example.com' }, '{}', 403, 'Origin header'],
    ['a name that leads here', { ...list, host: 'attacker.example:80' }, '{}', 403, 'attacker.example'],
  ])('rejects %s', async (_, headers, body, status, text) => {
    const answer = await sendBare(headers, body)
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(text)
    expect(JSON.parse(answer.body)).toHaveProperty('__type')
  })

  it.each([['localhost'], ['127.0.0.1:1234'], ['[::1]:80']])('answers to the name %s', async (host) => {
    expect((await sendBare({ ...list, host })).status).toBe(200)
  })

  it('answers an empty body as an empty request', async () => {
    expect((await sendBare(list, '')).status).toBe(200)
  })

  it('answers GET with an error, except for /ping', async () => {
    expect((await sendBare(list, '', 'GET')).status).toBe(405)
    const ping = await fetch(`${fixture.emulator.url}/ping`)
    expect(await ping.json()).toMatchObject({ pid: process.pid, folder: fixture.folder })
  })

  it('does not read a body of 100 MB', async () => {
    const huge = Buffer.alloc(100 * 2 ** 20, 32)
    const answer = await sendBare(list, huge).catch((error: NodeJS.ErrnoException) => ({
      status: 0,
      body: error.code ?? '',
    }))
    // The answer may be lost if the endpoint closes while the client still sends.
    expect([413, 0]).toContain(answer.status)
    expect((await sendBare(list)).status).toBe(200)
  })

  it('answers 413 to a body whose declared length is too long', async () => {
    const answer = await sendBare({ ...list, 'content-length': String(3 * 2 ** 20) }, Buffer.alloc(3 * 2 ** 20, 32))
    expect(answer.status).toBe(413)
    expect(answer.body).toContain('RequestEntityTooLargeException')
  })

  it('takes the last of a key given twice', async () => {
    const answer = await sendBare(list, '{"MaxResults": 0, "MaxResults": 1}')
    expect(answer.status).toBe(200)
  })

  it('answers 300 clients at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        send(fixture.emulator.url, 'CreateTrainingJob', trainingJob(`many-${index}`)),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  })

  it('never failed in a way that it did not expect', () => {
    expect(fixture.errors).toEqual([])
  })
})
