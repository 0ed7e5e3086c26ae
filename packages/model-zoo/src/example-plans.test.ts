/** Plans the language's example experiments with this zoo: every edit matches, every shape fits, every plan equals its golden file. */

import { readFileSync, writeFileSync } from 'node:fs'

import { dataSources, expand, parse, plan } from '@assay/core'
import type { DataSummary } from '@assay/core'

import { catalogue } from './catalogue.js'

const folder = new URL('../../core/fixtures/examples/', import.meta.url)

const goldenFolder = new URL('../../core/fixtures/plans/', import.meta.url)

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

/** One step a line. Examples with parts that are not available yet, such as `container`, are not here. */
function golden(result: ReturnType<typeof plan>['plan']): string {
  const list = (items: readonly unknown[] = []): string => items.map((item) => `  ${JSON.stringify(item)}`).join(',\n')
  return `{"steps": [\n${list(result?.steps)}\n],\n"deferred": [\n${list(result?.deferred)}\n]}\n`
}

describe('the example', () => {
  it.each([
    ['ablations.yaml', 35, cifar10],
    ['blocks-and-filters.yaml', 24, cifar10],
    ['how-much-data.yaml', 9, cifar10],
    ['text.yaml', 9, imdb],
    ['forecast.yaml', 21, { ...births, season: 7 }],
    ['tune-and-warm-start.yaml', 8, cifar10],
    ['tune-architectures.yaml', 1, cifar10],
  ])('%s plans with the zoo to its golden file', (file, jobs, dataset) => {
    const { plan: result, diagnostics } = planned(file, dataset)
    expect(diagnostics).toEqual([])
    expect(result?.steps.length).toBe(jobs)
    const path = new URL(file.replace('.yaml', '.json'), goldenFolder)
    if (process.env['UPDATE_GOLDEN']) writeFileSync(path, golden(result))
    expect(golden(result)).toBe(readFileSync(path, 'utf8'))
  })
})
