/** Experiments of the language's own examples, planned with this zoo: every edit matches, every shape fits. */

import { readFileSync } from 'node:fs'

import { dataSources, expand, parse, plan } from '@assay/core'
import type { DataSummary } from '@assay/core'

import { catalogue } from './catalogue.js'

const folder = new URL('../../core/fixtures/examples/', import.meta.url)

const cifar10: DataSummary = {
  name: 'cifar10',
  format: 'cifar10',
  task: 'classification',
  inputShape: [32, 32, 3],
  classes: 10,
  classNames: Array.from({ length: 10 }, (_, n) => `class ${n}`),
  rows: { train: 50_000, test: 10_000 },
  digest: '0'.repeat(64),
  channels: { train: 's3://bucket/cifar10/train' },
}

/** Without its claims, which wait for the report. */
function planned(file: string): ReturnType<typeof plan> {
  const text = readFileSync(new URL(file, folder), 'utf8').replace(/^claims:\n(?: .*\n)*/m, '')
  const zoo = catalogue()
  const read = (): never => {
    throw new Error('These examples extend nothing.')
  }
  const { experiment, positions, diagnostics } = parse({ path: file, text }, { read, catalogue: zoo })
  expect(diagnostics).toEqual([])
  if (!experiment) throw new Error('There is no experiment.')
  const { variants } = expand(experiment, positions)
  const target = {
    role: 'arn:aws:iam::123456789012:role/r',
    image: 'image',
    bucket: 'bucket',
    backend: 'wasm',
  } as const
  return plan(experiment, variants, {
    catalogue: zoo,
    positions,
    datasets: new Map(dataSources(variants).map(({ key }) => [key, cifar10])),
    target,
  })
}

describe('the example', () => {
  it.each([
    ['ablations.yaml', 35],
    ['blocks-and-filters.yaml', 24],
    ['how-much-data.yaml', 9],
  ])('%s plans with the zoo', (file, jobs) => {
    const { plan: result, diagnostics } = planned(file)
    expect(diagnostics).toEqual([])
    expect(result?.steps.length).toBe(jobs)
  })
})
