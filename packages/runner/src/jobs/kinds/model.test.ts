import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

import type { RunEvent } from '../../base/events.js'
import { apply } from '../../run/apply.js'
import { openWatch } from '../../run/watch.js'
import { openSageMaker, type SageMaker } from '../../sagemaker/resources/sagemaker.js'
import type { PlannedModel } from '../planned-jobs.js'

type Request = Readonly<Record<string, string>>
type Answer = readonly [status: number, body: object]

const invalid = (message: string): Answer => [400, { __type: 'ValidationException', message }]

/**
 * Answers for models as SageMaker does.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html
 */
class ModelService {
  readonly models = new Map<string, object>()
  readonly #operations: Readonly<Record<string, (request: Request) => Answer>> = {
    CreateModel: ({ ModelName = '', ...rest }) => {
      const ModelArn = `arn:aws:sagemaker:us-east-1:000000000000:model/${ModelName}`
      if (this.models.has(ModelName)) return invalid(`Cannot create already existing model "${ModelArn}".`)
      this.models.set(ModelName, { ModelName, ModelArn, CreationTime: 1, ...rest })
      return [200, { ModelArn }]
    },
    DescribeModel: ({ ModelName = '' }) => {
      const model = this.models.get(ModelName)
      return model === undefined ? invalid(`Could not find model "${ModelName}".`) : [200, model]
    },
    // One model a page.
    ListModels: ({ NextToken = '0', NameContains = '' }) => {
      const found = [...this.models].filter(([name]) => name.includes(NameContains)).map(([, model]) => model)
      const next = Number(NextToken) + 1
      return [200, { Models: found.slice(next - 1, next), ...(next < found.length ? { NextToken: String(next) } : {}) }]
    },
    DeleteModel: ({ ModelName = '' }) =>
      this.models.delete(ModelName) ? [200, {}] : invalid(`Could not find model "${ModelName}".`),
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    const operation = String(request.headers['x-amz-target']).replace('SageMaker.', '')
    return this.#operations[operation]?.((await json(request)) as Request) ?? invalid(`No ${operation} here.`)
  }
}

describe('a planned model', () => {
  const service = new ModelService()
  const { signal } = new AbortController()
  let server: Server
  let sagemaker: SageMaker

  beforeAll(async () => {
    server = createServer((request, response) => {
      void service.answer(request).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    sagemaker = openSageMaker({ region: 'us-east-1', endpoint: `http://127.0.0.1:${port}` })
  })
  afterAll(() => {
    sagemaker.close()
    server.close()
  })
  beforeEach(() => service.models.clear())

  const planned = (name: string): PlannedModel => ({
    kind: 'model',
    name,
    ref: 'baseline',
    stage: 'baseline',
    step: {
      operation: 'CreateModel',
      input: {
        ModelName: name,
        ExecutionRoleArn: 'arn:aws:iam::000000000000:role/assay-local',
        PrimaryContainer: { Image: 'assay/trainer:0.1.0', ModelDataUrl: 's3://bucket/model.tar.gz' },
      },
    },
  })

  /** Runs to the end; returns `type of event, decision or status, name`. */
  async function run(...jobs: readonly PlannedModel[]): Promise<readonly string[]> {
    const watch = openWatch(sagemaker, { experiment: 'points', pollInterval: 1, signal })
    const events: RunEvent[] = []
    const existing = { jobs: new Map(), searches: new Map() }
    for await (const event of apply(jobs, existing, sagemaker, watch, { retries: 0, signal })) events.push(event)
    for await (const event of watch.follow()) events.push(event)
    expect(watch.open()).toEqual([])
    return events.map((event) => {
      if (event.type === 'job') return `job ${event.decision} ${event.job}`
      return event.type === 'state' ? `state ${event.status} ${event.job}` : event.type
    })
  }

  it('is created once in several runs', async () => {
    const jobs = [planned('points-1'), planned('points-2')]
    expect(await run(...jobs)).toEqual([
      'job created points-1',
      'job created points-2',
      'state Completed points-1',
      'state Completed points-2',
    ])
    expect(await run(...jobs)).toEqual(['job done points-1', 'job done points-2'])
    expect([...service.models.keys()]).toEqual(['points-1', 'points-2'])
  })

  it('is described, listed by its experiment, and deleted', async () => {
    await run(planned('points-1'), planned('other-1'), planned('points-2'))
    expect(await sagemaker.model.record('points-1')).toMatchObject({ artifact: 's3://bucket/model.tar.gz' })
    const found: (string | undefined)[] = []
    for await (const { ModelName } of sagemaker.model.search({ 'Tags.assay:experiment': 'points' })) {
      found.push(ModelName)
    }
    expect(found).toEqual(['points-1', 'points-2'])

    await sagemaker.model.remove('points-1')
    await sagemaker.model.remove('points-1')
    expect(await sagemaker.model.record('points-1')).toBeUndefined()
  })
})
