/** What makes two jobs the same job, and what planning refuses, with the real zoo and the real MNIST files. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Plan, type PlannedVariant, stepName, type TrainingStep } from '@assay/core'

import { readSettings } from '../process/arguments.js'
import { InvalidExperiment } from '../base/invalid-experiment.js'
import { prepare } from './prepare.js'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'assay-identity-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Everything but the stages, a key a line. */
const head = {
  version: '1',
  name: 'x',
  data: '{set: mnist, fraction: 0.1}',
  objective: '{metric: val_accuracy, goal: maximize, at: best}',
  model: `{layers: [{id: flat, flatten: {}}, {id: fc, dense: {units: $units}, if: $deep}, {id: drop, dropout: {rate: $rate}}, {id: head, dense: {units: $classes, activation: softmax}}]}`,
  hyperparameters: '{epochs: 2, units: 8, deep: true, rate: 0.5}',
}

async function planOf(replaced: Record<string, string>, backend = 'wasm'): Promise<Plan> {
  const path = join(folder, 'x.yaml')
  const text = Object.entries({ ...head, stages: '{a: {}}', ...replaced }).map(([key, value]) => `${key}: ${value}`)
  writeFileSync(path, text.join('\n'))
  const { plan } = await prepare(path, { settings: readSettings({ backend }, {}, folder) })
  return plan
}

const variantsOf = (plan: Plan): PlannedVariant[] => plan.stages.flatMap(({ variants }) => variants)
const environmentOf = ({ steps: [step] }: Plan) =>
  step?.operation === 'CreateTrainingJob' ? step.input.Environment : step
const jobsOf = (plan: Plan): string[] => plan.steps.map(stepName)
const only = async (replaced: Record<string, string>): Promise<string> => jobsOf(await planOf(replaced)).join()

async function problemsOf(replaced: Record<string, string>): Promise<string[]> {
  try {
    await planOf(replaced)
    return []
  } catch (error) {
    if (!(error instanceof InvalidExperiment)) throw error
    return error.diagnostics.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`)
  }
}

describe('the backend', () => {
  it('makes it another job, which receives the backend', async () => {
    const [wasm, tensorflow] = [await planOf({}), await planOf({}, 'tensorflow')]
    expect(jobsOf(tensorflow)).not.toEqual(jobsOf(wasm))
    expect(environmentOf(wasm)).toBeUndefined()
    expect(environmentOf(tensorflow)).toEqual({ ASSAY_BACKEND: 'tensorflow' })
  })
})

describe('a job stays the same job', () => {
  let name: string
  beforeAll(async () => (name = await only({})))

  it.each([
    ['a comment', { question: 'text # a comment' }],
    ['the order of keys', { hyperparameters: '{rate: 0.5, deep: true, units: 8, epochs: 2}' }],
    [
      'what does nothing',
      { hyperparameters: head.hyperparameters.replace('}', ', weight_decay: 0, schedule: constant}') },
    ],
    ['the name of its stage', { stages: '{other: {}}' }],
    ['the name of its variant', { stages: '{a: {variants: {b: {}}}}' }],
    ['the instance type', { resources: '{instance_type: ml.g4dn.xlarge, max_runtime: 2h, spot: 4h}' }],
    ['tags', { tags: '{team: vision}' }],
    [
      'a default written out',
      { hyperparameters: '{epochs: 2, units: 8, deep: true, rate: 0.5, optimizer: adam, batch_size: 32}' },
    ],
    [
      'the smallest effect that matters',
      { objective: '{metric: val_accuracy, goal: maximize, at: best, min_effect: 0.1}' },
    ],
    ['a value given in the stage', { stages: '{a: {hyperparameters: {epochs: 2}}}' }],
  ])('whatever %s', async (_, replaced) => {
    expect(await only(replaced as Record<string, string>)).toBe(name)
  })

  it.each([
    ['a hyperparameter of the trainer', { hyperparameters: '{epochs: 3, units: 8, deep: true, rate: 0.5}' }],
    ['a hyperparameter of the model', { hyperparameters: '{epochs: 2, units: 9, deep: true, rate: 0.5}' }],
    ['the share of the data', { data: '{set: mnist, fraction: 0.2}' }],
    ['the split', { data: '{set: mnist, fraction: 0.1, split: {seed: 1}}' }],
    ['the epoch that counts', { objective: '{metric: val_accuracy, goal: maximize}' }],
    ['the seed', { stages: '{a: {seeds: [2]}}' }],
    ['the experiment', { name: 'y' }],
  ])('but not with another value of %s', async (_, replaced) => {
    expect(await only(replaced as Record<string, string>)).not.toBe(name)
  })

  it('when a variant changes only hyperparameters that it does not read', async () => {
    const stages =
      '{a: {hyperparameters: {deep: false}}, b: {of: a, hyperparameters: {units: 16}}, c: {of: a, matrix: {units: [8, 99]}}, d: {hyperparameters: {units: 16}}}'
    const [a, b, c1, c2, d] = variantsOf(await planOf({ stages })).map(({ runs }) => runs[0]?.jobName)
    expect([b, c1, c2]).toEqual([a, a, a])
    expect(d).not.toBe(a)
  })

  it('when a matrix cell or an edit comes to the same model', async () => {
    const stages =
      '{a: {}, b: {of: a, matrix: {units: [8, 16]}}, c: {of: a, hyperparameters: {deep: false}}, d: {of: a, model: {edit: {fc: null}}}}'
    const [a, cell, other, without, edited] = variantsOf(await planOf({ stages })).map(({ runs }) => runs[0]?.jobName)
    expect(cell).toBe(a)
    expect(other).not.toBe(a)
    expect(edited).toBe(without)
  })

  it('when a seed is added: one more job a variant', async () => {
    const [three, four] = [await planOf({ stages: '{a: {seeds: 3}}' }), await planOf({ stages: '{a: {seeds: 4}}' })]
    expect(jobsOf(four).slice(0, 3)).toEqual(jobsOf(three))
    expect(jobsOf(four)).toHaveLength(4)
  })
})

describe('changes', () => {
  it('say what differs from `of`', async () => {
    const stages = `{a: {}, b: {of: a, variants: {
      fewer: {hyperparameters: {units: 4}}, gone: {model: {edit: {drop: null}}}, other: {model: {edit: {drop: {activation: {activation: relu}}}}},
      args: {model: {edit: {head: {use_bias: false}}}}, zoo: {model: {architecture: lenet}}, less: {data: {fraction: 0.05}}, same: {}}}}`
    const [, ...variants] = variantsOf(await planOf({ stages }))
    expect(Object.fromEntries(variants.map(({ ref, changes }) => [ref.slice(2), changes.slice(0, 1)]))).toEqual({
      fewer: ['units: 8 → 4'],
      gone: ['drop removed'],
      other: ['drop: dropout → activation'],
      args: ['head.use_bias: — → false'],
      zoo: ['model: layers → lenet'],
      less: ['data.fraction: 0.1 → 0.05'],
      same: [],
    })
  })
})

describe('requests', () => {
  it('carry Spot with their own checkpoint folder, limits, tags and the settings of aws', async () => {
    const plan = await planOf({
      resources: '{instance_type: ml.g4dn.xlarge, max_runtime: 90m, spot: 4h}',
      tags: '{team: vision}',
      aws: '{vpc: {subnets: [subnet-1], security_groups: [sg-1]}, kms: key-1}',
    })
    const input = plan.steps.find(({ operation }) => operation === 'CreateTrainingJob')?.input as
      TrainingStep['input'] | undefined
    expect(input).toMatchObject({
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 5400, MaxWaitTimeInSeconds: 14400 },
      CheckpointConfig: { S3Uri: `s3://assay-local/assay/x/checkpoints/${input?.TrainingJobName ?? ''}/` },
      VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      OutputDataConfig: { S3OutputPath: 's3://assay-local/assay/x/jobs', KmsKeyId: 'key-1' },
    })
    expect(input?.Tags).toContainEqual({ Key: 'team', Value: 'vision' })
    expect(input?.Tags?.find(({ Key }) => Key === 'assay:experiment')?.Value).toBe('x')
  })
})

describe('planning refuses', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'a hyperparameter that nobody reads, with the nearest name',
      { hyperparameters: '{epochs: 2, units: 8, deep: true, rate: 0.5, drpout: 1}' },
      [
        '6:63 unread-hyperparameter No variant reads the hyperparameter "drpout". The model reads one by writing "$drpout".',
      ],
    ],
    [
      'momentum without an optimizer that has it',
      { hyperparameters: '{epochs: 2, units: 8, deep: true, rate: 0.5, momentum: 0.9}' },
      [
        '6:63 unread-hyperparameter No variant reads the hyperparameter "momentum" with the optimizers, schedules, losses and data used here.',
      ],
    ],
    [
      'shapes that do not fit, at the layer',
      {
        model:
          '{layers: [{id: conv, conv2d: {filters: 8, kernel_size: 31}}, {flatten: {}}, {dense: {units: $classes}}]}',
        hyperparameters: '{}',
      },
      [
        '5:18 shape-mismatch "conv2d" has a window of [31, 31], larger than its input of [28, 28]. Use fewer layers that shrink it, a smaller window, or "padding: same". (In "a".)',
      ],
    ],
    [
      'a last layer that does not fit the classes',
      { model: '{layers: [{flatten: {}}, {id: head, dense: {units: 7}}]}', hyperparameters: '{}' },
      [
        '5:33 bad-output The last layer "head" gives the shape [7], but the data "mnist" has 10 classes: expected [10].',
      ],
    ],
    [
      'expressions without a value',
      { hyperparameters: '{units: 8, deep: 3, rate: 0.5}' },
      ['5:43 bad-expression "if: $deep" is "3"; expected true or false.'],
    ],
    [
      'a share of the data beyond 1',
      { data: '{set: mnist, fraction: $share}', hyperparameters: '{share: 2, units: 8, deep: true, rate: 0.5}' },
      ['7:13 bad-expression The data\'s "fraction" is 2; expected more than 0 and at most 1. (In "a".)'],
    ],
    [
      'every edit that cannot be done',
      { stages: '{a: {}, b: {of: a, model: {edit: {nothing: null, drop: {units: 3}}}}}' },
      [
        '7:43 bad-edit The edit "nothing" matches no layer. Layers here are "flat", "fc", "drop", "head".',
        '7:58 bad-edit The layer "drop" (dropout) has no argument "units". It takes rate.',
      ],
    ],
  ])('%s', async (_, replaced, problems) => {
    expect(await problemsOf(replaced)).toEqual(problems)
  })
})
