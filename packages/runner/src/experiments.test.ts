/** The product's own experiments: each is valid, plans to its golden file, and planning changes nothing it is given. */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type Plan, stepName } from '@assay/core'

import { readSettings } from './arguments.js'
import { prepare } from './prepare.js'

const experiments = fileURLToPath(new URL('../../../experiments', import.meta.url))
const files = readdirSync(experiments).filter((file) => file.endsWith('.yaml'))

/** A copy outside any git repository: a commit would stand in the tags. */
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-experiments-'))
  cpSync(experiments, folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const planOf = async (file: string): Promise<Plan> => {
  const { plan } = await prepare(join(folder, file), { settings: readSettings({ backend: 'wasm' }, {}, folder) })
  return plan
}

/** One request a line: a change shows as the lines of the jobs it concerns. */
function golden({ experiment, stages, steps }: Plan): string {
  const list = (items: readonly unknown[]): string => items.map((item) => `  ${JSON.stringify(item)}`).join(',\n')
  const described = stages.map((stage) => ({
    ...stage,
    variants: stage.variants.map(({ model: _, ...variant }) => variant),
  }))
  return `{"experiment": ${JSON.stringify(experiment)},\n"stages": [\n${list(described)}\n],\n"steps": [\n${list(steps)}\n]}\n`
}

describe.each(files)('experiments/%s', (file) => {
  const path = join(experiments, 'golden', `${basename(file, '.yaml')}.json`)

  it('plans to its golden file', async () => {
    const planned = golden(await planOf(file))
    if (process.env['UPDATE_GOLDEN']) writeFileSync(path, planned)
    expect(planned).toBe(readFileSync(path, 'utf8'))
  })

  it('plans to the same bytes twice', async () => {
    expect(JSON.stringify(await planOf(file))).toBe(JSON.stringify(await planOf(file)))
  })

  it('gives every job its own name, and every run a job', async () => {
    const { stages, steps } = await planOf(file)
    const names = steps.map(stepName)
    expect(new Set(names).size).toBe(names.length)
    const wanted = stages.flatMap(({ variants }) => variants.flatMap(({ runs }) => runs.map(({ jobName }) => jobName)))
    expect(new Set(wanted)).toEqual(new Set(names))
  })
})
