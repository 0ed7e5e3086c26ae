/** One training job's record with its history, evaluation and environment, as the container writes them. */

import type { History, JobRecord, PartEvaluation, PlannedVariant } from '@assay/core'

import { normal } from './random.js'

const classNames = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
const rowsEach = 200

/** The job whose record is made up. */
export interface SampleJob {
  readonly variant: PlannedVariant
  readonly seed: number
  readonly jobName: string
  readonly accuracy: number
}

/** Returns the record of a completed job whose accuracy scatters around the one given. */
export function sampleRecord({ variant, seed, jobName, accuracy }: SampleJob): JobRecord {
  const own = normal([...jobName].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0, 7))
  const shared = normal(seed * 7919)
  const reached = accuracy + 0.0035 * shared() + 0.0013 * own()
  const validation = evaluation(reached, own)
  const test = { ...evaluation(reached - 0.004, own), ...reliability(seed) }
  const history = historyUpTo(validation.metrics['accuracy'] ?? 0, own)
  const selected = history.epochs[history.selectedEpoch - 1]
  const seconds = 4 + 2 * Number(variant.hyperparameters['layers'] ?? 1) + Math.abs(own())
  const hour = String(9 + (seed % 3)).padStart(2, '0')
  return {
    name: jobName,
    arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${jobName}`,
    status: 'Completed',
    secondaryStatus: 'Completed',
    tags: {
      'assay:experiment': 'digits',
      'assay:digest': jobName.slice(7),
      'assay:stage': variant.ref.split('/')[0] ?? '',
      'assay:variant': variant.ref,
      'assay:seed': String(seed),
      'assay:file': '3f9a1c0d5b7e2846',
    },
    hyperparameters: Object.fromEntries(
      Object.entries(variant.hyperparameters).map(([name, value]) => [name, String(value)]),
    ),
    metrics: {
      ...selected?.metrics,
      objective: selected?.metrics['val_accuracy'] ?? 0,
      test_accuracy: test.metrics['accuracy'] ?? 0,
      test_loss: test.metrics['loss'] ?? 0,
      epoch: history.epochs.length,
      images_per_second: 2900 + Math.round(100 * own()),
    },
    createdAt: `2026-03-02T${hour}:15:00.000Z`,
    startedAt: `2026-03-02T${hour}:15:02.000Z`,
    endedAt: `2026-03-02T${hour}:15:14.000Z`,
    trainingSeconds: Math.round(seconds),
    billableSeconds: Math.round(seconds),
    instanceType: 'ml.m5.large',
    instanceCount: 1,
    image: 'assay/trainer:1',
    modelUri: `s3://assay-local/digits/${jobName}/output/model.tar.gz`,
    outputUri: `s3://assay-local/digits/${jobName}/output/output.tar.gz`,
    artefact: {
      history,
      evaluation: { validation, test },
      images: { 'mistakes/test-17.png': dot },
      environment: {
        backend: 'wasm',
        trainerVersion: 1,
        node: 'v20.20.2',
        packages: { '@tensorflow/tfjs': '4.22.0', '@tensorflow/tfjs-backend-wasm': '4.22.0' },
        platform: 'linux x64',
        cpu: 'Intel(R) Xeon(R) Platinum 8488C',
        parameters: variant.model?.parameters ?? 0,
        types: {},
        rows: { train: 2900, validation: 2000, test: 2000 },
        timings: { start: 0.4, data: 0.3, training: seconds, evaluation: 0.2, images_per_second: 2900 },
      },
    },
  }
}

/** A PNG of one black pixel. */
const dot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='

/** A model that is surer than it is right, and two rows that it is surest of. */
function reliability(seed: number): Pick<PartEvaluation, 'calibration' | 'mistakes'> {
  const bins = [0.55, 0.65, 0.75, 0.85, 0.96].map((probability, index) => ({
    from: 0.5 + index / 10,
    to: 0.6 + index / 10,
    rows: [60, 80, 120, 240, 1500][index] ?? 0,
    accuracy: probability - 0.03 - 0.002 * seed,
    probability,
  }))
  return {
    calibration: { error: 0.03 + 0.002 * seed, bins },
    mistakes: [
      { index: 17, label: '4', predicted: '9', probability: 0.998 - seed / 10_000, image: 'mistakes/test-17.png' },
      { index: 40 + (seed % 2), label: '3', predicted: '5', probability: 0.98, image: 'mistakes/test-40.png' },
    ],
  }
}

/** Counts predictions class by class; 4 and 9, 3 and 5, 7 and 9 are mistaken for each other most. */
function evaluation(accuracy: number, random: () => number): PartEvaluation {
  const twins: Readonly<Record<number, number>> = { 4: 9, 9: 4, 3: 5, 5: 3, 7: 9, 8: 3, 2: 7 }
  const confusion = classNames.map((_, row) => {
    const wrong = Math.max(
      0,
      Math.round(rowsEach * (1 - accuracy) * (twins[row] === undefined ? 0.45 : 1.24) + 0.8 * random()),
    )
    const toTwin = twins[row] === undefined ? 0 : Math.round(wrong * 0.6)
    const counts = classNames.map(() => 0)
    counts[row] = rowsEach - wrong
    if (twins[row] !== undefined) counts[twins[row]] = toTwin
    for (let left = wrong - toTwin, column = row; left > 0; left -= 1) {
      column = (column + 3) % 10 === row ? (column + 6) % 10 : (column + 3) % 10
      counts[column] = (counts[column] ?? 0) + 1
    }
    return counts
  })
  const right = confusion.reduce((sum, counts, row) => sum + (counts[row] ?? 0), 0)
  const rows = rowsEach * classNames.length
  return {
    rows,
    metrics: { accuracy: right / rows, loss: 3.4 * (1 - right / rows) },
    classes: classNames.map((name, index) => {
      const [hit, predicted] = [
        confusion[index]?.[index] ?? 0,
        confusion.reduce((sum, counts) => sum + (counts[index] ?? 0), 0),
      ]
      return {
        name,
        support: rowsEach,
        precision: hit / predicted,
        recall: hit / rowsEach,
        f1: (2 * hit) / (rowsEach + predicted),
      }
    }),
    confusion,
  }
}

function historyUpTo(final: number, random: () => number): History {
  const length = 8
  const epochs = Array.from({ length }, (_, index) => {
    const remaining = Math.exp(-0.75 * index)
    const accuracy =
      index === length - 2 ? final : Math.min(final - 0.0005, final - 0.12 * remaining + 0.0012 * random())
    const train = Math.min(0.999, final + 0.03 * (1 - remaining) - 0.16 * remaining)
    return {
      epoch: index + 1,
      seconds: 0.8,
      metrics: { loss: 3.2 * (1 - train), accuracy: train, val_loss: 3.4 * (1 - accuracy), val_accuracy: accuracy },
    }
  })
  return { epochs, selectedEpoch: length - 1 }
}
