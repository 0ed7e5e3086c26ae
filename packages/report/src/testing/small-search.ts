/** Searches of a line each, for tests of one figure: a trial is `[objective, seconds]`, one after the other. */

import type {
  JobRecord,
  Plan,
  PlannedArm,
  PlannedRange,
  PlannedStage,
  PlannedVariant,
  Scalar,
  Trial,
  TuningRecord,
} from '@assay/core'

/** A trial: its objective, or how it ended, and its seconds; `early` was stopped at this objective. */
export interface SmallTrial {
  readonly value: number | 'failed' | 'running'
  readonly seconds?: number
  readonly early?: boolean
  readonly epochs?: number
  readonly x?: Scalar
  readonly definition?: string
  /** Seconds after the search began; default: when the one before ended. */
  readonly at?: number
}

/** A tuning job. */
export interface SmallTuning {
  readonly trials: readonly SmallTrial[]
  /** Seconds after midnight. */
  readonly from?: number
  readonly status?: TuningRecord['status']
  readonly ranges?: Readonly<Record<string, PlannedRange>>
  readonly fixed?: Readonly<Record<string, string>>
  readonly earlyStopping?: boolean
  readonly goal?: 'maximize' | 'minimize'
  readonly experiment?: string
  readonly maximumSeconds?: number
}

/** The range of a tuning job without `ranges`. */
export const unitRange = { x: { kind: 'continuous', min: 0, max: 1, scale: 'linear' } } as const

const midnight = Date.parse('2026-03-02T00:00:00.000Z')

/** Returns the tuning job of this name and its trials' records. */
export function smallTuning(name: string, tuning: SmallTuning): { search: TuningRecord; records: JobRecord[] } {
  const begin = midnight + (tuning.from ?? 0) * 1000
  let clock = begin
  const made = tuning.trials.map((one, index) => {
    const start = one.at === undefined ? clock : begin + one.at * 1000
    const end = start + (one.seconds ?? 60) * 1000
    clock = end
    return madeTrial(name, index, one, start, end)
  })
  const running = tuning.trials.some(({ value }) => value === 'running')
  const status = tuning.status ?? (running ? 'InProgress' : 'Completed')
  return {
    search: {
      name,
      arn: `arn:${name}`,
      status,
      tags: {
        'assay:experiment': tuning.experiment ?? 'small',
        'assay:digest': name,
        'assay:stage': 's',
        'assay:variant': 's',
      },
      objective: { metric: 'objective', goal: tuning.goal ?? 'maximize' },
      strategy: 'bayesian',
      earlyStopping: tuning.earlyStopping ?? true,
      maximumTrials: tuning.trials.length,
      maximumParallel: 1,
      ...(tuning.maximumSeconds !== undefined && { maximumSeconds: tuning.maximumSeconds }),
      definitions: [{ staticHyperparameters: tuning.fixed ?? {}, ranges: tuning.ranges ?? unitRange }],
      parents: [],
      counters: { completed: 0, inProgress: 0, retryableError: 0, nonRetryableError: 0, stopped: 0 },
      createdAt: new Date(begin).toISOString(),
      ...(status !== 'InProgress' && { endedAt: new Date(clock).toISOString() }),
      trials: made.map(({ trial }) => trial),
    },
    records: made.map(({ record }) => record),
  }
}

function madeTrial(
  tuning: string,
  index: number,
  { value, early = false, epochs, x, seconds = 60, definition }: SmallTrial,
  start: number,
  end: number,
): { trial: Trial; record: JobRecord } {
  const jobName = `${tuning}-${String(index + 1).padStart(3, '0')}`
  const running = value === 'running'
  const status = running ? 'InProgress' : value === 'failed' ? 'Failed' : early ? 'Stopped' : 'Completed'
  const times = {
    createdAt: new Date(start).toISOString(),
    startedAt: new Date(start).toISOString(),
    ...(!running && { endedAt: new Date(end).toISOString() }),
  }
  const failure = status === 'Failed' ? { failureReason: 'It broke.' } : {}
  return {
    trial: {
      jobName,
      ...(definition !== undefined && { definition }),
      status,
      ...(typeof value === 'number' && { objective: value }),
      hyperparameters: x === undefined ? {} : { x },
      ...failure,
      ...times,
    },
    record: {
      name: jobName,
      arn: `arn:${jobName}`,
      status,
      secondaryStatus: status,
      tuningJobArn: `arn:${tuning}`,
      tags: {},
      hyperparameters: {},
      metrics: {
        ...(typeof value === 'number' && { objective: value }),
        ...(epochs !== undefined && { epoch: epochs }),
      },
      ...failure,
      ...times,
      ...(!running && { trainingSeconds: seconds, billableSeconds: seconds }),
      instanceType: 'ml.m5.large',
      instanceCount: 1,
    },
  }
}

/** Returns an arm over these tuning jobs. */
export function smallArm(ref: string, jobNames: readonly string[], more: Partial<PlannedArm> = {}): PlannedArm {
  return {
    ref,
    strategy: 'bayesian',
    jobNames,
    parents: [],
    parentRefs: [],
    maximumTrials: 4,
    maximumParallel: 1,
    earlyStopping: true,
    confirm: 0,
    definitions: [{ ref, hyperparameters: { epochs: 5 }, ranges: unitRange, unknown: [] }],
    knownAfter: [],
    ...more,
  }
}

/** Returns a plan of these stages. */
export function searchPlan(
  stages: readonly (Pick<PlannedStage, 'name'> & Partial<PlannedStage>)[],
  more: { readonly goal?: 'maximize' | 'minimize'; readonly deferred?: Plan['deferred'] } = {},
): Plan {
  return {
    experiment: {
      name: 'small',
      digest: 'd1',
      objective: { metric: 'val_accuracy', goal: more.goal ?? 'maximize', at: 'best', minEffect: 0 },
    },
    stages: stages.map((stage) => ({ kind: 'tune', variants: [], ...stage })),
    steps: [],
    deferred: more.deferred ?? [],
  }
}

/** Returns a variant with a job for each of these objectives, seed 1 first, and the jobs' records. */
export function trained(
  ref: string,
  objectives: readonly number[],
  more: Partial<PlannedVariant> = {},
): { variant: PlannedVariant; records: JobRecord[] } {
  const runs = objectives.map((_, index) => ({ seed: index + 1, jobName: `${ref.replaceAll('/', '-')}-${index + 1}` }))
  return {
    variant: { ref, hyperparameters: {}, changes: [], runs, ...more },
    records: runs.map(({ jobName }, index) => ({
      name: jobName,
      arn: `arn:${jobName}`,
      status: 'Completed',
      secondaryStatus: 'Completed',
      tags: {},
      hyperparameters: {},
      metrics: { objective: objectives[index] ?? 0, test_accuracy: objectives[index] ?? 0 },
      createdAt: '',
      instanceCount: 1,
    })),
  }
}
