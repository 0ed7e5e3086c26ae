/** Search lags behind what Describe says, as SageMaker's may: a proxy before the endpoint shows what was so some time ago. */

import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { cli, decisionsOf, type Ended, eventsOf, type Started } from '../testing/cli.js'
import { startObjectServer } from '../testing/object-server.js'
import { writeSearch } from '../testing/search.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { trainerCommand } from '../target/trainer-program.js'

const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/assay:1'
const long = 240_000
/** Seconds that Search is behind. */
const lag = 8

interface Found {
  readonly CreationTime?: number
  readonly TrainingEndTime?: number
  readonly HyperParameterTuningEndTime?: number
}

/** What Search shows of a job: nothing while it is new, and of one that has just ended that it runs. */
function shown(job: Found, now: number): object | undefined {
  if ((job.CreationTime ?? 0) > now - lag) return undefined
  const ended = job.TrainingEndTime ?? job.HyperParameterTuningEndTime
  if (ended === undefined || ended <= now - lag) return job
  const { TrainingEndTime: _, HyperParameterTuningEndTime: __, ...open } = job
  const status = 'HyperParameterTuningJobName' in job ? 'HyperParameterTuningJobStatus' : 'TrainingJobStatus'
  return { ...open, [status]: 'InProgress' }
}

function late(body: string): string {
  const answer = JSON.parse(body) as { readonly Results?: readonly Readonly<Record<string, Found>>[] }
  const Results = (answer.Results ?? []).flatMap((result) => {
    const [[kind, job] = ['', {}]] = Object.entries(result)
    const visible = shown(job, Date.now() / 1000)
    return visible === undefined ? [] : [{ [kind]: visible }]
  })
  return JSON.stringify({ ...answer, Results })
}

async function startProxy(target: string): Promise<{ readonly url: string; readonly server: Server }> {
  const forward = async (request: IncomingMessage): Promise<{ status: number; text: string }> => {
    const headers = Object.entries(request.headers).filter(
      ([name]) => !['host', 'connection', 'content-length'].includes(name),
    )
    const answer = await fetch(`${target}${request.url ?? '/'}`, {
      method: request.method ?? 'POST',
      headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
      body: new Uint8Array(await buffer(request)),
    })
    const text = await answer.text()
    const isSearch = String(request.headers['x-amz-target']).endsWith('.Search') && answer.ok
    return { status: answer.status, text: isSearch ? late(text) : text }
  }
  const server = createServer((request, response) => {
    void forward(request).then(({ status, text }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(text)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

describe('with a Search that lags', () => {
  const environment: Record<string, string> = {}
  const assay = cli(environment)
  const service = cli()
  const elsewhere = temporaryFolder()
  let endpoint: Started
  let close: () => Promise<void>

  beforeAll(async () => {
    const objects = await startObjectServer(join(service.folder, '.assay', 's3'))
    endpoint = service.start('emulator')
    await endpoint.says('AWS_ACCESS_KEY_ID')
    const [, url = ''] = /AWS_ENDPOINT_URL_SAGEMAKER=(\S+)/.exec(endpoint.saidSoFar()) ?? []
    service.write('.assay/images.json', JSON.stringify({ [image]: { command: trainerCommand() } }))
    const proxy = await startProxy(url)
    close = async () => {
      proxy.server.closeAllConnections()
      proxy.server.close()
      await objects.close()
    }
    Object.assign(environment, {
      ASSAY_TARGET: 'aws',
      ASSAY_ROLE: 'arn:aws:iam::123456789012:role/training',
      ASSAY_IMAGE: image,
      ASSAY_BUCKET: 'models',
      AWS_ENDPOINT_URL_SAGEMAKER: proxy.url,
      AWS_ENDPOINT_URL_S3: objects.url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE12',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
      HOME: elsewhere,
    })
  })

  afterAll(async () => {
    endpoint.process.kill('SIGINT')
    await endpoint.ended
    await close()
  })

  const made = (ended: Ended): string[] => [
    ...eventsOf(ended).flatMap((event) => (event.type === 'tuning' ? [`${event.decision} ${event.ref}`] : [])),
    ...decisionsOf(ended),
  ]
  const counts = (): object =>
    (JSON.parse(assay.read('.assay/reports/searching/report.json')) as { progress: object }).progress

  it(
    'runs a search, its child and its confirmation once, and reports all of them',
    async () => {
      writeSearch(assay, {
        trials: 2,
        fine: '{kind: tune, max_trials: 2, warm_start: {from: [coarse], narrow: 50%}, confirm: 1}',
        more: 'resources: {max_runtime: 1h}\nbudget: {max_cost: 4 USD}\naws: {prices: {ml.m5.xlarge: 0.2 USD}}\n',
      })
      const first = await assay.run('run', 'search.yaml', '--json')
      expect(first).toMatchObject({ code: 0, stderr: '' })
      expect(made(first).filter((line) => line.startsWith('created'))).toEqual([
        'created coarse',
        'created fine',
        'created baseline/1',
        'created baseline/2',
        'created fine/top-1/1',
        'created fine/top-1/2',
      ])
      expect(counts()).toMatchObject({ completed: 8, running: 0, pending: 0 })

      // At once, while Search does not show the last of them.
      const again = await assay.run('run', 'search.yaml', '--json')
      expect(again.code).toBe(0)
      expect(made(again).filter((line) => line.startsWith('created'))).toEqual([])
      expect(counts()).toMatchObject({ completed: 8, running: 0, pending: 0 })
    },
    long,
  )
})
