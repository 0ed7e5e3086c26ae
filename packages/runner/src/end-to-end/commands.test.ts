import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { cli } from '../testing/cli.js'
import { writePoints } from '../testing/points.js'
import { version } from '../base/version.js'

describe('the command line', () => {
  const assay = cli()
  const withoutNative = cli({ ASSAY_NATIVE: 'nowhere' })
  beforeAll(() => [assay, withoutNative].forEach((one) => writePoints(one)))

  it('prints its version', async () => {
    expect(await assay.run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it.each<[parameters: string[], sentence: string]>([
    [['fly'], "unknown command 'fly'"],
    [['run'], "missing required argument 'file'"],
    [['plan', 'nowhere.yaml'], '"nowhere.yaml": There is no such file.'],
    [['plan', '.'], 'This is not a file.'],
    [['plan', 'binary.yaml'], 'The file is binary'],
    [['plan', 'long.yaml'], 'at most 5 MB'],
    [['plan', 'unknown.yaml'], 'Unknown'],
    [['plan', 'nodata.yaml'], 'nodata.yaml:4:13  no-such-data  There is no file or folder'],
    [['plan', 'cut.yaml'], 'cut.csv:3 is not CSV: the row has 2 cells, the header 3.'],
    [['plan', 'points.yaml', 'basline'], 'Did you mean "baseline"?'],
    [['run', 'points.yaml', '--set', 'epochs'], 'expected NAME=VALUE'],
    [['run', 'points.yaml', '--set', 'epoch=1'], 'Did you mean "epochs"?'],
    [['run', 'points.yaml', '--set', 'epochs=many'], 'expected a number'],
    [['run', 'points.yaml', '--target', 'moon'], '--target is "moon"; expected "local" or "aws".'],
    [['run', 'points.yaml', '--target', 'aws'], '"aws.role"'],
    [['deploy', 'points.yaml', '--force'], '"assay deploy" is not available yet.'],
    [['data', 'path', 'mnits'], 'Did you mean "mnist"?'],
    [['data', 'describe', 'points.csv', '--target', 'z'], 'use "--predict z" for the column to predict.'],
    [['init', 'Not_a_name'], 'cannot name an experiment'],
    [['emulator', '--port', 'x'], 'Expected a port'],
  ])('answers "assay %j" with exit code 2 and a sentence', async (parameters, sentence) => {
    assay.write('binary.yaml', 'version: 1\n\u0000\u0001')
    assay.write('long.yaml', '#'.repeat(6_000_000))
    assay.write('unknown.yaml', 'version: 1\nnmae: x\n')
    assay.write('cut.csv', 'x,y,z\n1,2,3\n1,2\n')
    const text = assay.read('points.yaml')
    assay.write('nodata.yaml', text.replace('./points.csv', './nothing.csv'))
    assay.write('cut.yaml', text.replace('./points.csv', './cut.csv'))
    const { code, stderr } = await assay.run(...parameters)
    expect(stderr).toContain(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
    expect(existsSync(join(assay.folder, '.assay', 'endpoint.json'))).toBe(false)
  })

  it('writes a valid first experiment, and never overwrites another', async () => {
    const first = await assay.run('init', 'mine')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain('assay run experiments/mine.yaml')
    expect(assay.read('experiments/mine.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\.\/schemas/)
    expect(JSON.parse(assay.read('schemas/experiment.schema.json'))).toHaveProperty('$schema')
    const valid = await assay.run('validate', 'experiments/mine.yaml')
    expect(valid).toEqual({ code: 0, stdout: 'experiments/mine.yaml: valid, 15 jobs\n', stderr: '' })
    const again = await assay.run('init', 'mine')
    expect(again.code).toBe(2)
    expect(again.stderr).toContain('already exists; nothing was written')
  })

  it('registers data under a name', async () => {
    const { code, stdout } = await assay.run('data', 'pull', 'my-points', '--from', 'points.csv')
    expect(code).toBe(0)
    expect(await assay.run('data', 'path', 'my-points')).toMatchObject({ stdout })
    assay.write('named.yaml', assay.read('points.yaml').replace('./points.csv', 'my-points'))
    expect(await assay.run('validate', 'named.yaml')).toMatchObject({ code: 0, stdout: 'named.yaml: valid, 4 jobs\n' })
  })

  it('plans for a missing backend, and reports that it is missing', async () => {
    const { code, stdout, stderr } = await withoutNative.run('plan', 'points.yaml', '--backend', 'tensorflow')
    expect(stderr).toMatch(/^A run here would be refused\. The backend "tensorflow" is not in ".*nowhere"/)
    expect(stdout).toContain('backend: tensorflow')
    expect(code).toBe(0)
    expect((await withoutNative.run('plan', 'points.yaml', '--backend', 'wasm')).stderr).toBe('')
  })

  it('prints the same plan as JSON each time, with every request', async () => {
    const [one, two] = [
      await assay.run('plan', 'points.yaml', '--json'),
      await assay.run('plan', 'points.yaml', '--json'),
    ]
    expect(one).toEqual(two)
    const plan = JSON.parse(one.stdout) as { steps: { operation: string; input: { TrainingJobName: string } }[] }
    expect(plan.steps).toHaveLength(4)
    expect(plan.steps[0]?.input.TrainingJobName).toMatch(/^points-[0-9a-f]{12}$/)
  })

  it('ends quietly when its reader has closed', async () => {
    const plan = assay.start('plan', 'points.yaml', '-v')
    plan.process.stdout.destroy()
    const { code, stderr } = await plan.ended
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })
})

describe('a failing disk', () => {
  const assay = cli()

  it('is named, without starting anything', async () => {
    writePoints(assay)
    assay.write('.assay', 'a file where the folder should be')
    const { code, stderr } = await assay.run('run', 'points.yaml')
    expect(code).toBe(2)
    expect(stderr).toContain(join(assay.folder, '.assay'))
  })
})
