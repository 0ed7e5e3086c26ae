/** The best variant class by class, its seeds added up. */

import type { PartEvaluation } from '@assay/core'

import type { BestModel, ClassResult, ClassResults } from '../report.js'
import type { MeasuredVariant } from './runs.js'

/** Returns the classes of the best variant, or undefined where no job wrote them. */
export function bestModel(best: MeasuredVariant | undefined): BestModel | undefined {
  const runs = best?.runs.filter(({ status, record }) => status === 'completed' && record?.artefact?.evaluation) ?? []
  const part = (name: 'validation' | 'test'): ClassResults | undefined =>
    sum(runs.flatMap(({ record }) => record?.artefact?.evaluation?.[name] ?? []))
  const [validation, test] = [part('validation'), part('test')]
  if (best === undefined || (validation === undefined && test === undefined)) return undefined
  return {
    ref: best.variant.ref,
    seeds: runs.map(({ seed }) => seed),
    ...(validation && { validation }),
    ...(test && { test }),
    metrics: {},
  }
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
    classes: names.map((name, index) => classResult(name, index, confusion)),
    confusion,
  }
}

function classResult(name: string, index: number, confusion: readonly (readonly number[])[]): ClassResult {
  const support = total(confusion[index] ?? [])
  const predicted = total(confusion.map((row) => row[index] ?? 0))
  const right = confusion[index]?.[index] ?? 0
  return {
    name,
    support,
    precision: ratio(right, predicted),
    recall: ratio(right, support),
    f1: ratio(2 * right, support + predicted),
  }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function total(values: readonly number[]): number {
  return values.reduce((sum_, value) => sum_ + value, 0)
}
