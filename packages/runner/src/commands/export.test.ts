import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { unzipSync } from 'fflate'
import { type Dataset, File, FS, ready } from 'h5wasm'

import { cli } from '../testing/cli.js'
import { pointsTable } from '../testing/points.js'

const long = 240_000

const experiment = `version: 1
name: points
data: {set: ./points.csv, target: z}
objective: {metric: val_loss, goal: minimize}
model:
  layers:
    - {id: hidden, dense: {units: 5, activation: relu}}
    - {id: drop, dropout: {rate: 0.1}}
    - {id: head, dense: {units: 1}}
hyperparameters: {epochs: 1}
stages: {base: {}}
`

describe('assay export keras', () => {
  const assay = cli()
  let name = ''
  beforeAll(async () => {
    assay.write('points.csv', pointsTable())
    assay.write('points.yaml', experiment)
    expect((await assay.run('run', 'points.yaml')).code).toBe(0)
    const { stdout } = await assay.run('plan', 'points.yaml', '--json')
    name = (JSON.parse(stdout) as { steps: { input: { TrainingJobName: string } }[] }).steps[0]?.input
      .TrainingJobName as string
  }, long)

  const read = (path: string): Uint8Array => readFileSync(join(assay.folder, path))

  it(
    'writes the topology and the weights of a job, by its name or by its variant, always the same bytes',
    async () => {
      expect(await assay.run('export', 'keras', name, '--out', 'a')).toMatchObject({
        code: 0,
        stdout: `a/${name}.keras\n`,
      })
      expect(await assay.run('export', 'keras', 'points.yaml', 'base/1')).toMatchObject({ code: 0 })
      const bytes = read(`a/${name}.keras`)
      expect(read(`${name}.keras`)).toEqual(bytes)
      const members = unzipSync(bytes)
      expect(Object.keys(members)).toEqual(['metadata.json', 'config.json', 'model.weights.h5'])
      const { config } = JSON.parse(Buffer.from(members['config.json'] ?? []).toString()) as {
        config: { layers: { class_name: string; name: string }[] }
      }
      expect(config.layers.map(({ class_name, name: id }) => `${class_name} ${id}`)).toEqual([
        'InputLayer Input',
        'Normalization Scale',
        'Dense hidden',
        'Dropout drop',
        'Dense head',
      ])
      expect(await shapesOf(members['model.weights.h5'] ?? new Uint8Array())).toEqual({
        'layers/dense/vars/0': [2, 5],
        'layers/dense/vars/1': [5],
        'layers/dense_1/vars/0': [5, 1],
        'layers/dense_1/vars/1': [1],
      })
    },
    long,
  )

  it(
    'leaves out layers for training only, with --inference',
    async () => {
      await assay.run('export', 'keras', name, '--out', 'b', '--inference')
      expect(Buffer.from(unzipSync(read(`b/${name}.keras`))['config.json'] ?? []).toString()).not.toContain('Dropout')
    },
    long,
  )

  it(
    'refuses what cannot be exported',
    async () => {
      const refused = async (...names: string[]): Promise<string> => {
        const { code, stderr } = await assay.run('export', ...names)
        expect(code).toBe(2)
        return stderr
      }
      expect(await refused('onnx', name)).toContain('Unknown format "onnx"; expected "keras".')
      expect(await refused('keras', 'points-x')).toContain('There is no job "points-x".')
      expect(await refused('keras', 'points.yaml')).toContain('Name a job of "points.yaml"')
      expect(await refused('keras', 'points.yaml', 'bas')).toContain('"bas" names nothing in the file.')
    },
    long,
  )
})

async function shapesOf(bytes: Uint8Array): Promise<Record<string, number[] | null>> {
  await ready
  FS?.writeFile('test.h5', bytes)
  const file = new File('test.h5', 'r')
  const datasets = file.paths().filter((path) => /\d$/.test(path) && path.includes('/vars/'))
  return Object.fromEntries(datasets.map((path) => [path.replace(/^\//, ''), (file.get(path) as Dataset).shape]))
}
