import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateTrainingJobCommand, StopTrainingJobCommand } from '@aws-sdk/client-sagemaker'
import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker'
import { list } from 'tar'

import { logFile } from '../../base/layout.js'
import {
  describeJob,
  pathOf,
  pause,
  shell,
  startFixture,
  stopFixture,
  trainingJob,
  waitForJob,
} from '../../testing/fixture.js'
import type { Fixture } from '../../testing/fixture.js'

const scale = process.env['SOAK'] ? 10 : 1
const number = '([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?|nan|inf)'
const metrics = [
  { Name: 'loss', Regex: `\\[x\\] loss=${number};` },
  { Name: 'acc', Regex: `acc: ${number}` },
]

let fixture: Fixture
beforeAll(async () => {
  process.env['AWS_SECRET_ACCESS_KEY'] = 'a secret of the parent'
  fixture = await startFixture({
    stopGrace: 500,
    images: {
      metrics: shell('echo "[x] loss=1.5; acc: 0.5"; echo "[x] loss=-2e-1;" >&2; printf "acc: 0.75"'),
      nan: shell('echo "[x] loss=0.5;"; echo "[x] loss=nan; acc: inf"; exit 0'),
      halves: {
        command: [
          'node',
          '-e',
          'const b=Buffer.from("é[x] loss=3;é\\n");process.stdout.write(b.subarray(0,1));setTimeout(()=>process.stdout.write(b.subarray(1)),30)',
        ],
      },
      binary: shell('head -c 300000 /dev/urandom; echo; echo "[x] loss=4;"'),
      chatty: shell(
        `yes "a line of text that says nothing at all, again and again and again" | head -c ${15_000_000 * scale}; echo; echo "[x] loss=5;"; echo the end`,
      ),
      longline: shell(`head -c ${5_000_000 * scale} /dev/zero | tr "\\0" "a"; echo; echo "[x] loss=6;"`),
      writes: shell('mkdir model/sub; echo m > model/sub/m; echo @ > model/@odd; echo d > output/data/d; exit 0'),
      fails: shell(
        'echo d > output/data/d; echo m > model/m; head -c 3000 /dev/zero | tr "\\0" "é" > output/failure; exit 3',
      ),
      'fails-silently': shell('exit 7'),
      killed: shell('kill -9 $$'),
      hangs: shell('trap "" TERM; sleep 60 & while :; do sleep 0.05; done'),
      waits: shell('exec sleep 60'),
      shows: shell('env > model/env; cp -r input model/; echo "$@" > model/arguments; ls -d * > model/listing'),
      reads: shell('cat input/data/train/* > model/out; rm -f input/data/train/*'),
      checkpoints: shell(
        'cat checkpoints/state > model/before 2>/dev/null; echo one >> checkpoints/state; cp checkpoints/state model/',
      ),
      daemon: shell('sleep 61 & echo $! > output/failure; exit 1'),
    },
  })
})
afterAll(async () => {
  delete process.env['AWS_SECRET_ACCESS_KEY']
  await stopFixture(fixture)
})

const start = (name: string, image: string, changes: Partial<CreateTrainingJobCommandInput> = {}) =>
  fixture.client.send(
    new CreateTrainingJobCommand(
      trainingJob(name, {
        ...changes,
        AlgorithmSpecification: {
          TrainingImage: image,
          TrainingInputMode: 'File',
          MetricDefinitions: metrics,
          ...changes.AlgorithmSpecification,
        },
      }),
    ),
  )
const run = async (image: string, changes: Partial<CreateTrainingJobCommandInput> = {}, name = `job-${image}`) => {
  await start(name, image, changes)
  return waitForJob(fixture.client, name)
}
const valuesOf = ({ FinalMetricDataList = [] }: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(FinalMetricDataList.map(({ MetricName = '', Value }) => [MetricName, Value]))
const output = (name: string, ...parts: string[]) =>
  join(fixture.folder, 's3', 'bucket', 'output', name, 'output', ...parts)
const uncompressed = { OutputDataConfig: { S3OutputPath: 's3://bucket/output', CompressionType: 'NONE' as const } }

describe('a training job: metrics and logs', () => {
  it('reads both streams, the latest value, a last line without an end', async () => {
    expect(valuesOf(await run('metrics'))).toEqual({ loss: Math.fround(-0.2), acc: 0.75 })
  })

  it('takes what is not a finite number for no metric', async () => {
    expect(valuesOf(await run('nan'))).toEqual({ loss: 0.5 })
  })

  it('has no metrics if none is printed', async () => {
    const job = await run('ok')
    expect(job.TrainingJobStatus).toBe('Completed')
    expect(job).not.toHaveProperty('FinalMetricDataList')
  })

  it('puts characters together that arrive in halves', async () => {
    expect(valuesOf(await run('halves'))).toEqual({ loss: 3 })
  })

  it('keeps binary output as it is', async () => {
    expect(valuesOf(await run('binary'))).toEqual({ loss: 4 })
    expect(statSync(logFile(fixture.folder, 'job-binary')).size).toBe(300_000 + '\n[x] loss=4;\n'.length)
  })

  it(`reads ${15 * scale} MB, keeps the beginning and the end, and answers meanwhile`, async () => {
    await start('job-chatty', 'chatty')
    const before = process.memoryUsage().rss
    let slowest = 0 // in seconds of processor time, which other processes do not change
    for (;;) {
      const from = process.cpuUsage()
      const job = await describeJob(fixture.client, 'job-chatty')
      const { user, system } = process.cpuUsage(from)
      slowest = Math.max(slowest, (user + system) / 1e6)
      if (job.TrainingJobStatus !== 'InProgress') break
      await pause(10)
    }
    expect(slowest).toBeLessThan(2)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20)
    expect(valuesOf(await describeJob(fixture.client, 'job-chatty'))).toEqual({ loss: 5 })
    const log = readFileSync(logFile(fixture.folder, 'job-chatty'), 'utf8')
    expect(log.length).toBeLessThan(10 * 2 ** 20)
    expect(log).toMatch(/\[emulator\] \d+ bytes of this log were left out here\./)
    expect(log.endsWith('[x] loss=5;\nthe end\n')).toBe(true)
  })

  it(`survives a line of ${5 * scale} MB`, async () => {
    expect(valuesOf(await run('longline'))).toEqual({ loss: 6 })
  })
})

describe('a training job: how it ends', () => {
  it('packs model and output data', async () => {
    const job = await run('writes')
    expect(pathOf(job)).toEqual(['Starting', 'Downloading', 'Training', 'Uploading', 'Completed'])
    expect(readdirSync(output('job-writes')).sort()).toEqual(['model.tar.gz', 'output.tar.gz'])
    const names: string[] = []
    await list({ file: output('job-writes', 'model.tar.gz'), onReadEntry: ({ path }) => void names.push(path) })
    expect(names.sort()).toEqual(['./@odd', './sub/', './sub/m'])
    expect(existsSync(join(fixture.folder, 'jobs', 'job-writes'))).toBe(false)
  })

  it('leaves them as they are if compression is NONE', async () => {
    const job = await run('writes', uncompressed, 'job-plain')
    expect(job.ModelArtifacts?.S3ModelArtifacts).toBe('s3://bucket/output/job-plain/output/model/')
    expect(readFileSync(output('job-plain', 'model', 'sub', 'm'), 'utf8')).toBe('m\n')
    expect(readFileSync(output('job-plain', 'data', 'd'), 'utf8')).toBe('d\n')
  })

  it('fails with the beginning of the failure file and the exit code; keeps its output, not its model', async () => {
    const job = await run('fails')
    expect(pathOf(job)).toEqual(['Starting', 'Downloading', 'Training', 'Failed'])
    expect(job.FailureReason).toMatch(/^AlgorithmError: .*, exit code: 3$/)
    expect(job.FailureReason).toHaveLength(1024)
    expect(readdirSync(output('job-fails'))).toEqual(['output.tar.gz'])
  })

  it.each([
    ['fails-silently', 'AlgorithmError: , exit code: 7'],
    ['killed', 'AlgorithmError: , exit code: 137'],
  ])('%s: %s', async (image, reason) => {
    const job = await run(image)
    expect([job.TrainingJobStatus, job.FailureReason]).toEqual(['Failed', reason])
  })

  it('stops after MaxRuntimeInSeconds, with force if needed', async () => {
    const job = await run('hangs', { StoppingCondition: { MaxRuntimeInSeconds: 1 } })
    expect(job.TrainingJobStatus).toBe('Stopped')
    expect(pathOf(job)).toEqual(['Starting', 'Downloading', 'Training', 'Stopping', 'MaxRuntimeExceeded'])
    const [, , training] = job.SecondaryStatusTransitions ?? []
    const ran = (training?.EndTime?.getTime() ?? 0) - (training?.StartTime?.getTime() ?? 0)
    expect(ran).toBeGreaterThan(950)
    expect(ran).toBeLessThan(20_000) // by itself it would run for a minute
  })

  it('stops a Spot job after MaxWaitTimeInSeconds, the time in the queue included', async () => {
    await Promise.all([start('in-the-way-1', 'waits'), start('in-the-way-2', 'waits')])
    const spot = {
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 1, MaxWaitTimeInSeconds: 1 },
    }
    const job = await run('ok', spot, 'spot')
    expect(pathOf(job)).toEqual(['Starting', 'Stopping', 'MaxWaitTimeExceeded'])
    for (const name of ['in-the-way-1', 'in-the-way-2']) {
      await fixture.client.send(new StopTrainingJobCommand({ TrainingJobName: name }))
      await waitForJob(fixture.client, name)
    }
  })

  it('takes what it left running with it', async () => {
    const { FailureReason = '' } = await run('daemon')
    const [, pid] = /(\d+)\n?, exit/.exec(FailureReason) ?? []
    await pause(50)
    expect(
      existsSync(`/proc/${pid}/status`) && !readFileSync(`/proc/${pid}/status`, 'utf8').includes('Z (zombie)'),
    ).toBe(false)
  })
})

describe('a training job: what it is given', () => {
  const read = (name: string, file: string) => readFileSync(output(name, 'model', file), 'utf8')

  it('finds the configuration as SageMaker writes it, and no secret', async () => {
    const channel = {
      ChannelName: 'train',
      ContentType: 'text/csv',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://bucket/in' } },
    }
    mkdirSync(join(fixture.folder, 's3/bucket/in'), { recursive: true })
    writeFileSync(join(fixture.folder, 's3/bucket/in/x.csv'), '1\n')
    const job = await run('shows', {
      ...uncompressed,
      HyperParameters: { epochs: '3', name: '"quoted"' },
      Environment: { MINE: 'yes' },
      InputDataConfig: [channel],
      CheckpointConfig: { S3Uri: 's3://bucket/ck/' },
    })
    expect(job.FailureReason).toBeUndefined()
    const config = (name: string) => JSON.parse(read('job-shows', `input/config/${name}.json`)) as unknown
    expect(config('hyperparameters')).toEqual({ epochs: '3', name: '"quoted"' })
    expect(config('inputdataconfig')).toEqual({
      train: {
        TrainingInputMode: 'File',
        S3DistributionType: 'FullyReplicated',
        RecordWrapperType: 'None',
        ContentType: 'text/csv',
      },
    })
    expect(config('resourceconfig')).toMatchObject({
      current_host: 'algo-1',
      hosts: ['algo-1'],
      current_instance_type: 'ml.m5.large',
    })
    expect(config('checkpointconfig')).toEqual({ S3Uri: 's3://bucket/ck/', LocalPath: '/opt/ml/checkpoints' })
    expect(read('job-shows', 'arguments')).toBe('train\n')
    expect(read('job-shows', 'listing')).toBe('checkpoints\ninput\nmodel\noutput\n')
    const environment = read('job-shows', 'env')
    expect(environment).toContain('MINE=yes\n')
    expect(environment).toContain('TRAINING_JOB_NAME=job-shows\n')
    expect(environment).toContain('TRAINING_JOB_ARN=arn:aws:sagemaker:us-east-1:000000000000:training-job/job-shows\n')
    expect(environment).toContain(`SAGEMAKER_BASE_DIR=${join(fixture.folder, 'jobs', 'job-shows')}\n`)
    expect(environment).not.toContain('AWS_SECRET')
    expect(environment).not.toContain('NODE_OPTIONS')
  })

  it('runs ContainerEntrypoint and ContainerArguments instead of the image if they are given', async () => {
    const AlgorithmSpecification = {
      TrainingImage: 'fails',
      TrainingInputMode: 'File' as const,
      ContainerEntrypoint: ['/bin/sh', '-c', 'echo "$0 $@" > model/arguments'],
      ContainerArguments: ['one', 'two words'],
    }
    await run('fails', { ...uncompressed, AlgorithmSpecification }, 'own-entrypoint')
    expect(read('own-entrypoint', 'arguments')).toBe('one two words\n')
  })

  const channelOf = (S3Uri: string, InputMode: 'File' | 'FastFile' = 'File') => ({
    InputDataConfig: [
      { ChannelName: 'train', InputMode, DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri } } },
    ],
  })

  it.each([
    ['a folder', 's3://bucket/data/', 'ab'],
    ['a folder without its slash', 's3://bucket/data', 'ab'],
    ['a file', 's3://bucket/data/part-1', 'a'],
    ['the beginning of names', 's3://bucket/data/part', 'ab'],
  ])('gets %s as a channel, and cannot delete it', async (kind, uri, expected) => {
    mkdirSync(join(fixture.folder, 's3/bucket/data'), { recursive: true })
    for (const [index, text] of ['a', 'b'].entries())
      writeFileSync(join(fixture.folder, `s3/bucket/data/part-${index + 1}`), text)
    const name = `reads-${kind.replaceAll(' ', '-')}`
    await run('reads', { ...uncompressed, ...channelOf(uri) }, name)
    expect(read(name, 'out')).toBe(expected)
    expect(readdirSync(join(fixture.folder, 's3/bucket/data'))).toEqual(['part-1', 'part-2'])
  })

  it.each(['s3://bucket/nothing-there/', 's3://bucket/data/part/', 's3://no-such-bucket/x'])(
    'fails with a ClientError if %s has nothing',
    async (uri) => {
      const job = await run('reads', channelOf(uri), `absent-${uri.length}`)
      expect(job.FailureReason).toContain(`ClientError: No S3 objects found under S3 URL "${uri}"`)
      expect(pathOf(job)).toEqual(['Starting', 'Downloading', 'Failed'])
    },
  )

  it('finds its checkpoints again in the next job', async () => {
    const CheckpointConfig = { S3Uri: 's3://bucket/checkpoints/mine/' }
    await run('checkpoints', { ...uncompressed, CheckpointConfig }, 'first')
    await run('checkpoints', { ...uncompressed, CheckpointConfig }, 'second')
    expect(read('second', 'before')).toBe('one\n')
    expect(readFileSync(join(fixture.folder, 's3/bucket/checkpoints/mine/state'), 'utf8')).toBe('one\none\n')
  })

  it('refuses a checkpoint folder outside of /opt/ml', async () => {
    const CheckpointConfig = { S3Uri: 's3://bucket/ck/', LocalPath: '/opt/ml/../../tmp/x' }
    expect((await run('ok', { CheckpointConfig }, 'outside')).FailureReason).toContain('must be below "/opt/ml"')
  })

  it('learns of an image while the endpoint runs', async () => {
    writeFileSync(join(fixture.folder, 'images.json'), JSON.stringify({ late: shell('exit 9') }))
    expect((await run('late')).FailureReason).toBe('AlgorithmError: , exit code: 9')
  })

  it('leaves no error of the emulator itself', () => {
    expect(fixture.errors).toEqual([])
  })
})
