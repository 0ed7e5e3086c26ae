import { jobRecord } from '../contract/job-record.js'
import type { JobRecord } from '../contract/job-record.js'
import { pricesFrom } from '../contract/prices.js'
import { spentOf } from './spent.js'
import { tuningRecord } from '../contract/tuning-record.js'
import type { TuningRecord } from '../contract/tuning-record.js'

const prices = pricesFrom([{ type: 'ml.m5.xlarge', amount: 3.6, currency: 'USD', source: 'a test' }]) // A dollar in 1,000 s.
const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)
const now = +at(5000)

function job(name: string, from: number, to?: number, more: object = {}): JobRecord {
  return jobRecord({
    TrainingJobName: name,
    TrainingJobStatus: to === undefined ? 'InProgress' : 'Completed',
    TrainingStartTime: at(from),
    ...(to === undefined ? {} : { TrainingEndTime: at(to), BillableTimeInSeconds: to - from }),
    ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 2000 },
    ...more,
  })
}

function search(
  trials: readonly (readonly [number, number?])[],
  limits: object = {},
  status = 'InProgress',
): TuningRecord {
  return tuningRecord(
    {
      HyperParameterTuningJobName: 's',
      HyperParameterTuningJobStatus: status as 'InProgress',
      CreationTime: at(0),
      HyperParameterTuningJobConfig: {
        Strategy: 'Random',
        ResourceLimits: { MaxNumberOfTrainingJobs: 5, MaxParallelTrainingJobs: 2, ...limits },
      },
      TrainingJobDefinition: {
        AlgorithmSpecification: { TrainingInputMode: 'File' },
        RoleArn: 'role',
        OutputDataConfig: { S3OutputPath: 's3://b' },
        ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 1 },
        StoppingCondition: { MaxRuntimeInSeconds: 2000 },
      },
    },
    trials.map(([from, to], index) => ({
      TrainingJobName: `s-${index}`,
      TrainingJobArn: 'arn',
      TrainingJobStatus: to === undefined ? 'InProgress' : 'Completed',
      CreationTime: at(from),
      TrainingStartTime: at(from),
      ...(to === undefined ? {} : { TrainingEndTime: at(to) }),
      TunedHyperParameters: {},
    })),
  )
}

describe('what has been spent', () => {
  it('is what ended jobs are billed for, and at most what running ones may yet take', () => {
    const records = [job('a', 0, 1000), job('b', 500, 1500, { BillableTimeInSeconds: 300 }), job('c', 4000)]
    expect(spentOf({ records, searches: [], now }, prices)).toEqual({
      cost: 1.3,
      reserved: 2,
      seconds: 2500, // 0 to 1500 and 4000 to 5000.
      unpriced: [],
    })
  })

  it('counts instances, and what never began costs nothing', () => {
    const never = jobRecord({ TrainingJobName: 'n', TrainingJobStatus: 'Failed' })
    const four = job('a', 0, 1000, { ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 4 } })
    expect(spentOf({ records: [four, never], searches: [], now }, prices)).toMatchObject({ cost: 4, reserved: 0 })
  })

  it('counts each trial once, as Search has billed it, or by the clock if Search does not show it yet', () => {
    const trials = [
      [0, 1000],
      [0, 1000],
    ] as const
    const records = [job('s-0', 0, 1000, { BillableTimeInSeconds: 100, TuningJobArn: 'arn' })]
    expect(spentOf({ records, searches: [search(trials, {}, 'Completed')], now }, prices).cost).toBeCloseTo(1.1, 9)
  })

  it('reserves for a search all trials that it may still make, or all the time that it has', () => {
    const trials = [[0, 1000], [4000]] as const
    const reserved = (limits: object) =>
      spentOf({ records: [], searches: [search(trials, limits)], now }, prices).reserved
    expect(reserved({})).toBe(8) // The running one and three more, 2,000 s each.
    expect(reserved({ MaxRuntimeInSeconds: 6000 })).toBe(2) // 1,000 s more, two at a time.
  })

  it('does not guess a price', () => {
    const other = job('a', 0, 1000, { ResourceConfig: { InstanceType: 'ml.x9.large', InstanceCount: 1 } })
    const spent = spentOf({ records: [other], searches: [], now }, prices)
    expect(spent).not.toHaveProperty('cost')
    expect(spent.unpriced).toEqual(['ml.x9.large'])
    expect(spentOf({ records: [other], searches: [], now })).toMatchObject({ cost: 0, reserved: 0 })
  })
})
