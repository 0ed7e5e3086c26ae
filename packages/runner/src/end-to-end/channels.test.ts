/** Training, validation and test data given channel by channel, on this machine and in S3. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Plan } from '@assay/core'

import { readSettings } from '../process/arguments.js'
import { prepare } from '../prepare/prepare.js'
import { cli } from '../testing/cli.js'
import { startObjectServer } from '../testing/object-server.js'
import { pointsTable } from '../testing/points.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const long = 240_000

const file = (channels: string): string => `version: 1
name: channels
objective: {metric: val_loss, goal: minimize, at: best}
data:
  target: z
  channels:
${channels}
model: {layers: [{id: head, dense: {units: 1}}]}
hyperparameters: {epochs: 1}
stages: {a: {}}
`

/** The first rows of the table of points. */
function rows(count: number): string {
  return `${pointsTable()
    .split('\n')
    .slice(0, count + 1)
    .join('\n')}\n`
}

describe('data.channels', () => {
  const environment: Record<string, string> = {}
  const assay = cli(environment)
  const folder = temporaryFolder()
  const plan = async (...more: string[]): Promise<Plan> =>
    JSON.parse((await assay.run('plan', 'x.yaml', '--json', ...more)).stdout) as Plan
  const inputs = ({ steps }: Plan) =>
    steps[0]?.operation === 'CreateTrainingJob' ? steps[0].input.InputDataConfig : []

  beforeAll(() => {
    assay.write('train.csv', rows(60))
    mkdirSync(join(assay.folder, 'held'))
    mkdirSync(join(assay.folder, '.assay', 's3', 'mine'), { recursive: true })
    mkdirSync(join(assay.folder, 'pictures', 'red'), { recursive: true })
    mkdirSync(join(assay.folder, 'pictures', 'blue'))
    assay.write('pictures/red/1.png', 'x')
    assay.write('held/a.csv', rows(8))
    assay.write('held/b.csv', rows(5))
    assay.write('test.csv', rows(7))
    assay.write('.assay/s3/mine/test.csv', rows(9))
  })

  it(
    'are used to train, validate and test, each with its own format',
    async () => {
      assay.write(
        'x.yaml',
        file(`    train: ./train.csv
    validation: {uri: ./held, format: csv, mode: fast_file}
    test: {uri: test.csv, format: text/csv, shard: true}`),
      )
      const source = (more: object) => ({
        S3DataSource: { S3DataType: 'S3Prefix', S3Uri: expect.any(String), ...more },
      })
      expect(inputs(await plan())).toEqual([
        {
          ChannelName: 'test',
          DataSource: source({ S3DataDistributionType: 'ShardedByS3Key' }),
          ContentType: 'text/csv',
        },
        { ChannelName: 'train', DataSource: source({}) },
        { ChannelName: 'validation', DataSource: source({}), ContentType: 'text/csv', InputMode: 'FastFile' },
      ])
      expect(await assay.run('run', 'x.yaml')).toMatchObject({ code: 0 })
      expect((await assay.run('logs', 'x.yaml', 'a')).stdout).toContain('60 rows train, 13 validate, 7 test.')
    },
    long,
  )

  it(
    'are found in the folder of a set, with "val" for validation',
    async () => {
      mkdirSync(join(assay.folder, 'parts', 'train'), { recursive: true })
      mkdirSync(join(assay.folder, 'parts', 'val'))
      assay.write('parts/train/a.csv', rows(60))
      assay.write('parts/val/a.csv', rows(11))
      assay.write('x.yaml', file('').replace(/ {2}channels:\n/, '  set: ./parts\n'))
      expect((await assay.run('data', 'describe', './parts')).stdout).toContain('60 rows train, 11 rows validation')
      expect((inputs(await plan()) ?? []).map(({ ChannelName }) => ChannelName)).toEqual(['train', 'validation'])
      expect(await assay.run('run', 'x.yaml')).toMatchObject({ code: 0 })
      expect((await assay.run('logs', 'x.yaml', 'a')).stdout).toContain('54 rows train, 11 validate, 6 test.')
    },
    long,
  )

  it(
    'are read in place from the object store',
    async () => {
      assay.write('x.yaml', file("    train: train.csv\n    test: 's3://mine/test.csv'"))
      const uris = (inputs(await plan()) ?? []).map(({ DataSource }) => DataSource?.S3DataSource?.S3Uri)
      expect(uris[0]).toBe('s3://mine/test.csv')
      expect(await assay.run('run', 'x.yaml')).toMatchObject({ code: 0 })
      expect((await assay.run('logs', 'x.yaml', 'a')).stdout).toContain('54 rows train, 6 validate, 9 test.')
      const [before] = (await plan()).steps
      assay.write('.assay/s3/mine/test.csv', rows(10))
      const [after] = (await plan()).steps
      expect(after?.input).not.toEqual(before?.input) // What it measures has changed.
    },
    long,
  )

  it(
    'are read from S3 by jobs on AWS, and fetched for local ones',
    async () => {
      mkdirSync(join(folder, 'away', 'points'), { recursive: true })
      writeFileSync(join(folder, 'away', 'points', 'a.csv'), rows(40))
      const { url, close } = await startObjectServer(folder)
      Object.assign(environment, {
        AWS_ENDPOINT_URL_S3: url,
        AWS_ENDPOINT_URL_SAGEMAKER: 'http://127.0.0.1:9',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'eu-west-1',
      })
      try {
        assay.write('x.yaml', file("    train: 's3://away/points'"))
        const [local] = inputs(await plan()) ?? []
        expect(local?.DataSource?.S3DataSource?.S3Uri).toMatch(/^s3:\/\/assay-local\/assay\/data\//)
        expect(await assay.run('run', 'x.yaml')).toMatchObject({ code: 0 })
        Object.assign(process.env, environment)
        const { plan: onAws, datasets } = await prepare(join(assay.folder, 'x.yaml'), {
          settings: readSettings(
            { target: 'aws', bucket: 'b-1', image: 'i', role: 'arn:aws:iam::123456789012:role/r', region: 'eu-west-1' },
            {},
            assay.folder,
          ),
        })
        expect(inputs(onAws)?.[0]?.DataSource?.S3DataSource?.S3Uri).toBe('s3://away/points/')
        expect(datasets.map(({ files }) => files)).toEqual([[]]) // Nothing is sent.
      } finally {
        await close()
      }
    },
    long,
  )

  it.each([
    ['    train: ./nowhere', '7:12  no-such-data  There is no file or folder'],
    [
      '    train: train.csv\n    test: {uri: s3://mine/x/}',
      '8:17  no-such-data  There is no object below "s3://mine/x/".',
    ],
    ['    train: ./pictures', '7:12  empty-class  The folder "'],
    ['    train: {uri: train.csv, format: tfrecord}', "has no files of TFRecord's or RecordIO's records."],
  ])(
    'are refused if they cannot be read: %s',
    async (channels, message) => {
      assay.write('x.yaml', file(channels))
      const { code, stderr } = await assay.run('plan', 'x.yaml')
      expect(code).toBe(2)
      expect(stderr).toContain(message)
      expect(stderr).not.toContain('assay-data-') // The folder in which the trainer saw them.
    },
    long,
  )
})
