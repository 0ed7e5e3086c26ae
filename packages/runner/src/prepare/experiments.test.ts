/** The product's own experiments: each is valid, plans to its golden file, and planning changes nothing it is given. */

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type Plan, stepName } from '@assay/core'

import { readSettings } from '../process/arguments.js'
import { prepare } from './prepare.js'
import { expectGolden } from '../testing/golden-plan.js'

const experiments = fileURLToPath(new URL('../../../../experiments', import.meta.url))
const files = readdirSync(experiments).filter((file) => file.endsWith('.yaml'))

/** A copy outside any git repository: a commit would stand in the tags. */
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-experiments-'))
  cpSync(experiments, folder, { recursive: true })
  writeFewPhotographs(join(folder, 'cache', 'data', 'cifar10'))
  await planOf('cifar10-changes.yaml')
  describeAsWhole(join(folder, '.assay', 'cache'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const planOf = async (file: string): Promise<Plan> => {
  const { plan } = await prepare(join(folder, file), {
    settings: readSettings({ backend: 'wasm' }, { ASSAY_CACHE: join(folder, 'cache') }, folder),
  })
  return plan
}

/** CIFAR-10 is 170 MB: here are 3,600 rows of its format, by whose digest the jobs of the golden plans are named. */
function writeFewPhotographs(cifar10: string): void {
  mkdirSync(cifar10, { recursive: true })
  const rows = Buffer.concat(Array.from({ length: 600 }, (_, row) => Buffer.alloc(1 + 3 * 32 * 32, row % 10)))
  for (const part of [1, 2, 3, 4, 5]) writeFileSync(join(cifar10, `data_batch_${part}.bin`), rows)
  writeFileSync(join(cifar10, 'test_batch.bin'), rows)
}

/** What was found out about those rows, with the numbers of the whole set: some experiments hold out more than are here. */
function describeAsWhole(cache: string): void {
  for (const name of readdirSync(cache).filter((one) => one.startsWith('description-'))) {
    const description = JSON.parse(readFileSync(join(cache, name), 'utf8')) as object
    writeFileSync(join(cache, name), JSON.stringify({ ...description, rows: { train: 50_000, test: 10_000 } }))
  }
}

describe.each(files)('experiments/%s', (file) => {
  const path = join(experiments, 'golden', `${basename(file, '.yaml')}.json`)

  it('plans to its golden file', async () => {
    expectGolden(await planOf(file), path)
  })

  it('plans to the same bytes twice', async () => {
    expect(JSON.stringify(await planOf(file))).toBe(JSON.stringify(await planOf(file)))
  })

  it('gives every job its own name, and every run and search a job', async () => {
    const { stages, steps } = await planOf(file)
    const names = steps.map(stepName)
    expect(new Set(names).size).toBe(names.length)
    const wanted = stages.flatMap(({ variants, arms = [] }) => [
      ...variants.flatMap(({ runs }) => runs.map(({ jobName }) => jobName)),
      ...arms.flatMap(({ jobNames }) => jobNames),
    ])
    expect(new Set(wanted)).toEqual(new Set(names))
  })
})
