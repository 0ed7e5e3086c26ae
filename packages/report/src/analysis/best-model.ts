/** The best variant on the held-out rows: results by class, summed over seeds, and every metric. */

import type { PartEvaluation } from '@assay/core'
import { classScores } from '@assay/core/internal'

import type { BestModel, ClassResults } from '../report/best-model-report.js'
import { calibration, confidentMistakes, type SeedPart } from './reliability.js'
import type { MeasuredVariant } from '../records/runs.js'
import { estimate, type Estimate } from '../statistics/statistics.js'

/** Returns the best variant's results on the held-out rows, or undefined if no job wrote any. */
export function bestModel(best: MeasuredVariant | undefined): BestModel | undefined {
  const runs = best?.runs.filter(({ status, record }) => status === 'completed' && record?.artefact?.evaluation) ?? []
  const seedsOf = (name: PartName): SeedPart[] =>
    runs.flatMap(({ seed, record }) => {
      const part = record?.artefact?.evaluation?.[name]
      return part ? [{ seed, part, images: record?.artefact?.images ?? {} }] : []
    })
  const parts = { validation: seedsOf('validation'), test: seedsOf('test') }
  if (best === undefined || parts.validation.length + parts.test.length === 0) return undefined
  const shown = parts.test.length > 0 ? 'test' : 'validation'
  const [validation, test] = [sum(parts.validation.map(({ part }) => part)), sum(parts.test.map(({ part }) => part))]
  const [reliability, mistakes] = [calibration(shown, parts[shown]), confidentMistakes(shown, parts[shown])]
  return {
    ref: best.variant.ref,
    seeds: runs.map(({ seed }) => seed),
    ...(validation && { validation }),
    ...(test && { test }),
    metrics: {
      ...(parts.validation.length > 0 && { validation: metricsOf(parts.validation) }),
      ...(parts.test.length > 0 && { test: metricsOf(parts.test) }),
    },
    ...(reliability && { calibration: reliability }),
    ...(mistakes.length > 0 && { mistakes }),
  }
}

type PartName = 'validation' | 'test'

function metricsOf(seeds: readonly SeedPart[]): Record<string, Estimate> {
  const names = [...new Set(seeds.flatMap(({ part }) => Object.keys(part.metrics)))].sort()
  return Object.fromEntries(
    names.flatMap((name) => {
      const found = estimate(seeds.flatMap(({ part }) => part.metrics[name] ?? []).filter(Number.isFinite))
      return found ? [[name, found] as const] : []
    }),
  )
}

function sum(parts: readonly PartEvaluation[]): ClassResults | undefined {
  const names = parts[0]?.classes?.map(({ name }) => name)
  if (names === undefined || names.length === 0) return undefined
  const confusion = names.map((_, row) =>
    names.map((__, column) => total(parts.map((part) => part.confusion?.[row]?.[column] ?? 0))),
  )
  const predictions = total(confusion.flat())
  if (predictions === 0) return undefined
  const right = total(names.map((_, index) => confusion[index]?.[index] ?? 0))
  return {
    predictions,
    accuracy: right / predictions,
    classes: names.map((name, index) => ({ name, ...classScores(confusion, index) })),
    confusion,
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum_, value) => sum_ + value, 0)
}
