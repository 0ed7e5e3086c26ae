import { existsSync, readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

import { cli, decisionsOf, eventsOf, type Started } from '../testing/cli.js'
import { startObjectServer } from '../testing/object-server.js'
import { writePoints } from '../testing/points.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { trainerCommand } from '../target/trainer-program.js'

const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/assay:1'
const role = 'arn:aws:iam::123456789012:role/training'

/** Nothing of the local target: another endpoint, another object store, as AWS is. */
describe('assay --target aws', () => {
  const environment: Record<string, string> = {}
  const assay = cli(environment)
  const service = cli()
  const bucketFolder = join(service.folder, '.assay', 's3', 'models')
  const elsewhere = temporaryFolder()
  let endpoint: Started
  let closeObjects: () => Promise<void>

  beforeAll(async () => {
    const objects = await startObjectServer(join(service.folder, '.assay', 's3'))
    closeObjects = objects.close
    endpoint = service.start('emulator')
    await endpoint.says('AWS_ACCESS_KEY_ID')
    const [, url = ''] = /AWS_ENDPOINT_URL_SAGEMAKER=(\S+)/.exec(endpoint.saidSoFar()) ?? []
    service.write('.assay/images.json', JSON.stringify({ [image]: { command: trainerCommand() } }))
    Object.assign(environment, {
      ASSAY_TARGET: 'aws',
      AWS_ENDPOINT_URL_SAGEMAKER: url,
      AWS_ENDPOINT_URL_S3: objects.url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE12',
      AWS_SECRET_ACCESS_KEY: 'a-secret-that-nothing-may-print',
      AWS_REGION: 'eu-west-1',
      HOME: elsewhere,
    })
    writePoints(assay, { seeds: 1 })
  })

  afterAll(async () => {
    endpoint.process.kill('SIGINT')
    await endpoint.ended
    await closeObjects()
  })

  it('names all missing settings at once', async () => {
    const { code, stderr } = await assay.run('run', 'points.yaml', '--bucket', 'models')
    expect(code).toBe(2)
    expect(stderr).toContain('"aws.role" (or --role, or ASSAY_ROLE); "aws.image" (or --image, or ASSAY_IMAGE).')
  })

  it('uploads, trains and reports without a folder of its own', async () => {
    Object.assign(environment, { ASSAY_ROLE: role, ASSAY_IMAGE: image, ASSAY_BUCKET: 'models' })
    const ended = await assay.run('run', 'points.yaml', '--json')
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout).not.toContain('a-secret')
    expect(eventsOf(ended)[0]).toEqual({
      type: 'target',
      name: 'aws',
      description: 'Target: aws (eu-west-1, s3://models), backend: wasm',
    })
    expect(eventsOf(ended).filter(({ type }) => type === 'upload')).toHaveLength(1)
    expect(decisionsOf(ended)).toEqual(['created baseline/1', 'created wide/1'])
    expect(readdirSync(bucketFolder)).toContain('assay')
    expect(existsSync(join(assay.folder, '.assay', 'endpoint.json'))).toBe(false)
  })

  it('shows maximum and actual cost with the source of prices, and keeps a budget', async () => {
    const report = JSON.parse(assay.read('.assay/reports/points/report.json')) as { cost: object }
    expect(report.cost).toMatchObject({
      currency: 'USD',
      prices: [{ instanceType: 'ml.m5.xlarge', perHour: 0.269, source: expect.stringContaining('2022') as string }],
    })
    writePoints(assay, { seeds: 3, more: 'resources: {max_runtime: 1h}\nbudget: {max_cost: 1 USD}\n' })
    const { stdout, stderr } = await assay.run('plan', 'points.yaml')
    expect(stdout).toContain(
      'Cost: at most 1.08 USD, for 4 training jobs of at most 1 h each. ml.m5.xlarge at 0.269 USD',
    )
    expect(stdout).toMatch(/^About 0\.\d+ USD, if each costs the average of the 2 jobs that have completed\.$/m)
    expect(stderr).toMatch(/points\.yaml:\d+:20 {2}old-price/)
    const own = await assay.run('plan', 'points.yaml', '--price', 'ml.m5.xlarge=0.5')
    expect(own.stdout).toContain('at most 2.00 USD')
    expect(own.stderr).toBe('')
    writePoints(assay, { seeds: 3, more: 'resources: {instance_type: ml.x9.large}\nbudget: {max_cost: 1 USD}\n' })
    expect(await assay.run('run', 'points.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /points\.yaml:\d+:20 {2}no-price {2}What an hour of "ml\.x9\.large" costs/,
      ) as string,
    })
    writePoints(assay, { seeds: 1 })
  })

  it('uploads nothing a second time, and reports on a machine without the data', async () => {
    const again = await assay.run('run', 'points.yaml', '--json')
    expect(eventsOf(again).filter(({ type }) => type === 'upload')).toEqual([])
    expect(decisionsOf(again)).toEqual(['done baseline/1', 'done wide/1'])
    const before = assay.read('.assay/reports/points/report.json')
    unlinkSync(join(assay.folder, 'points.csv'))
    const report = await assay.run('report', 'points.yaml', '--out', 'far')
    expect(report.stderr).toBe('')
    expect(assay.read('far/report.json')).toBe(before)
  })
})
