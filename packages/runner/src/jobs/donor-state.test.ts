import type { JobRecord, TrainingStep } from '@assay/core'

import { donorsOf, fromDonors, readiness } from './donor-state.js'
import type { PlannedJob } from './planned-jobs.js'

const donor = 'x-0123456789ab'
const uri = (job: string): string => `s3://b/assay/x/jobs/${job}/output/model.tar.gz`
const channel = (ChannelName: string, S3Uri: string) => ({
  ChannelName,
  DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri } },
})
const step: TrainingStep = {
  operation: 'CreateTrainingJob',
  input: {
    TrainingJobName: 'x-ba9876543210',
    RoleArn: 'r',
    OutputDataConfig: { S3OutputPath: 's3://b/assay/x/jobs' },
    InputDataConfig: [channel('train', 's3://b/data/'), channel('init_weights', uri(donor))],
  },
  after: donor,
}
const job: PlannedJob = {
  kind: 'training',
  name: 'x-ba9876543210',
  step,
  ref: 'a',
  seed: 1,
  stage: 'a',
  maximumParallel: 1,
}
const records = (...jobs: [name: string, status: JobRecord['status']][]): Map<string, JobRecord> =>
  new Map(jobs.map(([name, status]) => [name, { name, status } as JobRecord]))

describe('readiness', () => {
  it.each<[string, Map<string, JobRecord>, number, string]>([
    ['nobody has created', records(), 0, 'waiting'],
    ['runs', records([donor, 'InProgress']), 0, 'waiting'],
    ['has completed', records([donor, 'Completed']), 0, 'ready'],
    ['has failed', records([donor, 'Failed']), 0, 'donor-failed'],
    ['has failed and is tried again', records([donor, 'Failed']), 1, 'waiting'],
    ['has completed the second time', records([donor, 'Failed'], [`${donor}-a2`, 'Completed']), 0, 'ready'],
  ])('tells a donor that %s', (_, known, retries, expected) => {
    expect(readiness(job, known, retries)).toBe(expected)
  })
})

describe('fromDonors', () => {
  it('reads the model of the attempt that completed', () => {
    expect(donorsOf({ step })).toEqual([donor])
    expect(fromDonors(step, records([donor, 'Completed']))).toBe(step)
    const read = fromDonors(step, records([donor, 'Failed'], [`${donor}-a2`, 'Completed']))
    expect(read.input.InputDataConfig).toEqual([
      channel('train', 's3://b/data/'),
      channel('init_weights', uri(`${donor}-a2`)),
    ])
  })
})
