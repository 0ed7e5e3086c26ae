/**
 * An experiment that tunes: a baseline, a coarse search, a fine one that inherits from it and was continued once, its cold
 * control, and the best trials of both trained again; with every job's record, as SageMaker would give them.
 */

import type {
  JobRecord,
  Plan,
  PlannedArm,
  PlannedRange,
  PlannedVariant,
  Scalar,
  Trial,
  TuningRecord,
} from '@assay/core'

import { normal } from './random.js'
import { sampleRecord } from './sample-record.js'

const recipe = { epochs: 8, batch_size: 64, learning_rate: 0.002, nodes: 64, optimizer: 'adam', dropout: 0 }

const wide: Readonly<Record<string, PlannedRange>> = {
  learning_rate: { kind: 'continuous', min: 0.0001, max: 0.1, scale: 'log' },
  nodes: { kind: 'integer', min: 16, max: 128, scale: 'linear' },
  optimizer: { kind: 'categorical', values: ['adam', 'sgd', 'rmsprop'] },
}

const narrow: Readonly<Record<string, PlannedRange>> = {
  learning_rate: { kind: 'continuous', min: 0.0012, max: 0.0095, scale: 'log' },
  nodes: { kind: 'integer', min: 80, max: 128, scale: 'linear' },
  optimizer: { kind: 'categorical', values: ['adam', 'sgd', 'rmsprop'] },
}

/** The accuracy that a model of these hyperparameters reaches on average. */
export function trueAccuracy({ learning_rate, nodes, optimizer }: Readonly<Record<string, Scalar>>): number {
  const rate = Math.log10(Number(learning_rate)) + 2.4
  const kind = { adam: 0, rmsprop: -0.004, sgd: -0.03 }[String(optimizer)] ?? 0
  return 0.943 - 0.03 * rate ** 2 + 0.016 * Math.log2(Number(nodes) / 64) + kind
}

/** A tuning job to make up. */
interface SampleTuning {
  readonly name: string
  readonly ref: string
  readonly ranges: Readonly<Record<string, PlannedRange>>
  readonly trials: number
  /** Minutes after nine. */
  readonly at: number
  readonly parents?: readonly string[]
}

/** A plan that tunes, with its records. */
export interface SampleSearches {
  readonly plan: Plan
  readonly records: readonly JobRecord[]
  readonly searches: readonly TuningRecord[]
}

export function sampleSearches(): SampleSearches {
  const made = [
    { name: 'digits-coarse0000a', ref: 'coarse', ranges: wide, trials: 24, at: 10 },
    { name: 'digits-fine0000001', ref: 'fine', ranges: narrow, trials: 8, at: 60, parents: ['digits-coarse0000a'] },
    {
      name: 'digits-fine0000002',
      ref: 'fine',
      ranges: narrow,
      trials: 4,
      at: 200,
      parents: ['digits-fine0000001', 'digits-coarse0000a'],
    },
    { name: 'digits-cold0000001', ref: 'fine/cold', ranges: wide, trials: 12, at: 61 },
  ].map(makeTuning)
  const trialsOf = (...names: string[]): Trial[] =>
    made.filter(({ tuning }) => names.includes(tuning.name)).flatMap(({ tuning }) => tuning.trials)
  const baseline = variantOf('baseline', recipe, [])
  const confirmed = [
    ...top('fine', trialsOf('digits-fine0000001', 'digits-fine0000002')),
    ...top('fine/cold', trialsOf('digits-cold0000001')),
  ]
  const models = [baseline, ...confirmed].flatMap((variant) =>
    variant.runs.map(({ seed, jobName }) =>
      sampleRecord({ variant, seed, jobName, accuracy: trueAccuracy(variant.hyperparameters) }),
    ),
  )
  return {
    plan: {
      experiment: {
        name: 'digits',
        question:
          'Does tuning beat the baseline on a few thousand digits, and does inheriting from a coarse search help?',
        digest: '3f9a1c0d5b7e2846a1c3e5f70928b4d6c8ea0f1b2d3c4e5f60718293a4b5c6d7',
        objective: { metric: 'val_accuracy', goal: 'maximize', at: 'best', minEffect: 0.002 },
      },
      stages: [
        { name: 'baseline', kind: 'train', variants: [baseline] },
        {
          name: 'coarse',
          kind: 'tune',
          of: 'baseline',
          variants: [],
          arms: [armOf('coarse', ['digits-coarse0000a'], wide, { maximumTrials: 24 })],
        },
        {
          name: 'fine',
          kind: 'tune',
          of: 'baseline',
          variants: confirmed,
          arms: [
            armOf('fine', ['digits-fine0000001', 'digits-fine0000002'], narrow, {
              maximumTrials: 12,
              confirm: 2,
              parents: ['digits-coarse0000a'],
              parentRefs: ['coarse'],
              warmStart: 'identical',
            }),
            armOf('fine/cold', ['digits-cold0000001'], wide, { maximumTrials: 12, confirm: 2 }),
          ],
        },
      ],
      steps: [],
      deferred: [],
    },
    records: [...models, ...made.flatMap(({ records }) => records)],
    searches: made.map(({ tuning }) => tuning),
  }
}

function armOf(
  ref: string,
  jobNames: readonly string[],
  ranges: Readonly<Record<string, PlannedRange>>,
  more: Partial<PlannedArm>,
): PlannedArm {
  return {
    ref,
    strategy: 'bayesian',
    jobNames,
    parents: [],
    parentRefs: [],
    maximumTrials: 12,
    maximumParallel: 2,
    earlyStopping: true,
    confirm: 0,
    definitions: [{ ref, hyperparameters: { epochs: 8, batch_size: 64, dropout: 0 }, ranges, unknown: [] }],
    knownAfter: [],
    ...more,
  }
}

function variantOf(ref: string, hyperparameters: Readonly<Record<string, Scalar>>, changes: string[]): PlannedVariant {
  return {
    ref,
    hyperparameters,
    changes,
    runs: [1, 2, 3, 4, 5].map((seed) => ({ seed, jobName: `digits-${ref.replaceAll('/', '-')}-${seed}` })),
  }
}

function top(ref: string, trials: readonly Trial[]): PlannedVariant[] {
  return trials
    .filter(({ status }) => status === 'Completed')
    .sort((a, b) => (b.objective ?? 0) - (a.objective ?? 0))
    .slice(0, 2)
    .map(({ jobName, hyperparameters }, index) => ({
      ...variantOf(
        `${ref}/top-${index + 1}`,
        { ...recipe, ...hyperparameters },
        Object.entries(hyperparameters)
          .filter(([name, value]) => recipe[name as 'nodes'] !== value)
          .map(([name, value]) => `${name}: ${String(recipe[name as 'nodes'])} → ${String(value)}`),
      ),
      repeats: { trial: jobName },
    }))
}

/** Two trials at a time; every fifth does badly enough to be stopped at its third epoch, and one fails. */
function makeTuning({ name, ref, ranges, trials, at, parents = [] }: SampleTuning): {
  tuning: TuningRecord
  records: JobRecord[]
} {
  const random = normal([...name].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0, 7))
  const created = Date.parse('2026-03-02T09:00:00.000Z') + at * 60_000
  const made = Array.from({ length: trials }, (_, index) => {
    const hyperparameters = draw(ranges, random)
    const accuracy = trueAccuracy(hyperparameters) + 0.004 * random()
    const failed = index === 5
    const stopped = !failed && accuracy < 0.9
    const epochs = failed ? 1 : stopped ? 3 : 8
    const seconds = Math.round(4 + 5 * epochs + Number(hyperparameters['nodes']) / 16)
    const start = created + 2000 + Math.floor(index / 2) * 56_000 + (index % 2) * 1500
    return trialOf(name, index, {
      hyperparameters,
      accuracy: stopped ? accuracy - 0.05 : accuracy,
      epochs,
      seconds,
      start,
      failed,
      stopped,
    })
  })
  const count = (status: Trial['status']): number => made.filter(({ trial }) => trial.status === status).length
  return {
    tuning: {
      name,
      arn: tuningArn(name),
      status: 'Completed',
      tags: {
        'assay:experiment': 'digits',
        'assay:digest': name.slice(7),
        'assay:stage': ref.split('/')[0] ?? '',
        'assay:variant': ref,
        'assay:seed': '0',
      },
      objective: { metric: 'objective', goal: 'maximize' },
      strategy: 'bayesian',
      searchSeed: 0,
      earlyStopping: true,
      maximumTrials: trials,
      maximumParallel: 2,
      definitions: [{ staticHyperparameters: { epochs: '8', batch_size: '64', dropout: '0', seed: '0' }, ranges }],
      parents,
      ...(parents.length > 0 && { warmStart: 'identical' as const }),
      counters: {
        completed: count('Completed'),
        inProgress: 0,
        retryableError: 0,
        nonRetryableError: count('Failed'),
        stopped: count('Stopped'),
      },
      createdAt: new Date(created).toISOString(),
      endedAt:
        made
          .map(({ trial }) => trial.endedAt ?? '')
          .sort()
          .at(-1) ?? '',
      trials: made.map(({ trial }) => trial),
    },
    records: made.map(({ record }) => record),
  }
}

function tuningArn(name: string): string {
  return `arn:aws:sagemaker:us-east-1:000000000000:hyper-parameter-tuning-job/${name}`
}

interface Drawn {
  readonly hyperparameters: Readonly<Record<string, Scalar>>
  readonly accuracy: number
  readonly epochs: number
  readonly seconds: number
  readonly start: number
  readonly failed: boolean
  readonly stopped: boolean
}

function trialOf(tuning: string, index: number, drawn: Drawn): { trial: Trial; record: JobRecord } {
  const { hyperparameters, accuracy, epochs, seconds, start, failed, stopped } = drawn
  const jobName = `${tuning}-${String(index + 1).padStart(3, '0')}-${(start % 0xffffffff).toString(16)}`
  const [createdAt, endedAt] = [new Date(start).toISOString(), new Date(start + seconds * 1000).toISOString()]
  const status = failed ? 'Failed' : stopped ? 'Stopped' : 'Completed'
  const objective = failed ? undefined : Math.fround(Number(accuracy.toFixed(4)))
  const failureReason = 'AlgorithmError: The loss is NaN at epoch 1, step 12. Try a smaller learning_rate.'
  return {
    trial: {
      jobName,
      status,
      ...(objective !== undefined && { objective }),
      hyperparameters,
      ...(failed && { failureReason }),
      createdAt,
      startedAt: createdAt,
      endedAt,
    },
    record: {
      name: jobName,
      arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${jobName}`,
      status,
      secondaryStatus: status,
      ...(failed && { failureReason }),
      tuningJobArn: tuningArn(tuning),
      tags: {},
      hyperparameters: {},
      metrics: objective === undefined ? {} : { objective, val_accuracy: objective, epoch: epochs },
      createdAt,
      startedAt: createdAt,
      endedAt,
      trainingSeconds: seconds,
      billableSeconds: seconds,
      instanceType: 'ml.m5.large',
      instanceCount: 1,
    },
  }
}

/** Around the middle of each range, as a search that has learned a little would. */
function draw(ranges: Readonly<Record<string, PlannedRange>>, random: () => number): Record<string, Scalar> {
  return Object.fromEntries(
    Object.entries(ranges).map(([name, range]) => {
      const place = Math.min(0.999, Math.max(0, 0.5 + 0.28 * random()))
      if (range.kind === 'categorical') return [name, range.values[Math.floor(place * range.values.length)] ?? '']
      const log = range.scale === 'log'
      const [low, high] = log ? [Math.log(range.min), Math.log(range.max)] : [range.min, range.max]
      const value = low + place * (high - low)
      return [
        name,
        range.kind === 'integer' ? Math.round(value) : Number((log ? Math.exp(value) : value).toPrecision(4)),
      ]
    }),
  )
}
