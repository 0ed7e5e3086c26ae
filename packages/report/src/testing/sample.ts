/** An experiment as a user runs it: a baseline, five changes to it and a matrix, with every job's record and artefact. */

import type { JobRecord, Plan, PlannedStage, PlannedVariant, Scalar } from '@assay/core'

import { sampleRecord } from './sample-record.js'

const defaults = {
  epochs: 8,
  batch_size: 64,
  learning_rate: 0.002,
  layers: 1,
  nodes: 64,
  dropout: 0,
  activation: 'relu',
}

/** The true mean accuracy of each change, which the records scatter around. */
const truth: Readonly<Record<string, number>> = {
  baseline: 0.9312,
  'changes/two-layers': 0.9378,
  'changes/wider': 0.9397,
  'changes/dropout': 0.9316,
  'changes/sigmoid': 0.9108,
  'changes/no-hidden': 0.8874,
}

/** Returns the plan. */
export function samplePlan(): Plan {
  const changes: readonly [string, Record<string, Scalar>, string][] = [
    ['two-layers', { layers: 2 }, 'layers: 1 → 2'],
    ['wider', { nodes: 128 }, 'nodes: 64 → 128'],
    ['dropout', { dropout: 0.3 }, 'dropout: 0 → 0.3'],
    ['sigmoid', { activation: 'sigmoid' }, 'activation: relu → sigmoid'],
    ['no-hidden', { layers: 0 }, 'layers: 1 → 0'],
  ]
  const sizes = [1, 2, 3].flatMap((layers) => [32, 64].map((nodes) => ({ layers, nodes })))
  const stages: PlannedStage[] = [
    { name: 'baseline', kind: 'train', variants: [variantOf('baseline', {}, [], 5)] },
    {
      name: 'changes',
      kind: 'train',
      of: 'baseline',
      variants: changes.map(([name, changed, words]) => variantOf(`changes/${name}`, changed, [words], 5)),
    },
    {
      name: 'sizes',
      kind: 'train',
      of: 'baseline',
      matrix: [
        { name: 'layers', values: [1, 2, 3] },
        { name: 'nodes', values: [32, 64] },
      ],
      variants: sizes.map((cell) => ({
        ...variantOf(
          `sizes/layers=${cell.layers}/nodes=${cell.nodes}`,
          cell,
          Object.entries(cell)
            .filter(([name, value]) => value !== defaults[name as 'layers' | 'nodes'])
            .map(([name, value]) => `${name}: ${defaults[name as 'layers' | 'nodes']} → ${value}`),
          3,
        ),
        cell,
      })),
    },
  ]
  return {
    experiment: {
      name: 'digits',
      question: 'On a few thousand handwritten digits, do more layers, more nodes, dropout or another activation help?',
      digest: '3f9a1c0d5b7e2846a1c3e5f70928b4d6c8ea0f1b2d3c4e5f60718293a4b5c6d7',
      objective: { metric: 'val_accuracy', goal: 'maximize', at: 'best', minEffect: 0.003 },
    },
    stages,
    steps: [],
    deferred: [],
  }
}

/** Returns the plan's records: all completed but one of `changes/dropout`, which failed. */
export function sampleRecords(plan = samplePlan()): JobRecord[] {
  const records = new Map<string, JobRecord>()
  for (const variant of plan.stages.flatMap(({ variants }) => variants)) {
    for (const { seed, jobName } of variant.runs) {
      if (!records.has(jobName))
        records.set(jobName, sampleRecord({ variant, seed, jobName, accuracy: accuracyOf(variant) }))
    }
  }
  const failing = plan.stages.flatMap(({ variants }) => variants).find(({ ref }) => ref === 'changes/dropout')?.runs[3]
  const record = failing && records.get(failing.jobName)
  if (record)
    records.set(record.name, failed(record, 'The loss is NaN at epoch 3, step 41. Try a smaller learning_rate.'))
  return [...records.values()]
}

/** Returns the record as it would be had the job failed. */
export function failed(record: JobRecord, failureReason: string): JobRecord {
  const { artefact: _artefact, modelUri: _modelUri, outputUri: _outputUri, ...rest } = record
  return { ...rest, status: 'Failed', secondaryStatus: 'Failed', failureReason, metrics: {} }
}

function variantOf(ref: string, changed: Record<string, Scalar>, changes: string[], seeds: number): PlannedVariant {
  const hyperparameters = { ...defaults, ...changed }
  const { layers, nodes } = hyperparameters as { layers: number; nodes: number }
  const widths = [784, ...Array<number>(layers).fill(nodes), 10]
  const weights = widths.slice(1).map((units, index) => ({ units, inputs: widths[index] ?? 0 }))
  const parameters = weights.reduce((sum, { units, inputs }) => sum + units * (inputs + 1), 0)
  return {
    ref,
    hyperparameters,
    changes,
    model: {
      layers: [],
      summary: [],
      parameters,
      flops: weights.reduce((sum, { units, inputs }) => sum + 2 * units * inputs, 0),
    },
    runs: Array.from({ length: seeds }, (_, index) => ({
      seed: index + 1,
      jobName: `digits-${digest(hyperparameters, index + 1)}`,
    })),
  }
}

/** The same model and seed give the same job. */
function digest(hyperparameters: Readonly<Record<string, Scalar>>, seed: number): string {
  let hash = 0x811c9dc5
  for (const character of JSON.stringify([hyperparameters, seed])) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  }
  return `${hash.toString(16).padStart(8, '0')}${(Math.imul(hash, 2654435761) >>> 0).toString(16).padStart(8, '0')}`
}

function accuracyOf({ ref, hyperparameters }: PlannedVariant): number {
  const { layers, nodes } = hyperparameters as { layers: number; nodes: number }
  return (
    truth[ref] ??
    0.9312 + 0.0045 * (layers - 1) - (nodes === 32 ? 0.0085 : 0) + (layers === 3 && nodes === 32 ? -0.004 : 0)
  )
}
