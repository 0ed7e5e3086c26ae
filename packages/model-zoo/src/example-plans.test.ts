/** Plans the language's example experiments with this zoo: every edit matches, every shape fits. */

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

/** Movie reviews. */
const imdb: DataSummary = { ...cifar10, name: 'imdb', format: 'text-folder', inputShape: [], classes: 2 }
const births: DataSummary = {
  ...cifar10,
  name: 'us-births',
  format: 'csv',
  task: 'regression',
  inputShape: [1],
  classes: 1,
}

/** Plans an example without its claims, which only the report reads. */
function planned(file: string, dataset: DataSummary): ReturnType<typeof plan> {
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
    datasets: new Map(dataSources(variants).map(({ key }) => [key, dataset])),
    target,
  })
}

describe('the example', () => {
  it.each([
    ['ablations.yaml', 35, cifar10],
    ['blocks-and-filters.yaml', 24, cifar10],
    ['how-much-data.yaml', 9, cifar10],
    ['text.yaml', 9, imdb],
    ['forecast.yaml', 21, { ...births, season: 7 }],
  ])('%s plans with the zoo', (file, jobs, dataset) => {
    const { plan: result, diagnostics } = planned(file, dataset)
    expect(diagnostics).toEqual([])
    expect(result?.steps.length).toBe(jobs)
  })
})
