import fc from 'fast-check'

import { decodeHyperparameters, encodeHyperparameters, maximumSpecLength } from './hyperparameters.js'
import type { JobHyperparameters } from './hyperparameters.js'

const job: JobHyperparameters = {
  spec: {
    layers: [
      {
        id: 'blocks',
        type: 'repeat',
        args: { times: '$depth', layers: [{ id: 'conv', type: 'conv2d', args: { filters: '$f * 2 ^ index' } }] },
      },
      { id: 'head', type: 'dense', args: { units: '$classes', activation: 'softmax' }, if: '$depth >= 1' },
    ],
    data: { format: 'idx', fraction: '$fraction', split: { validation: '10%', by: 'stratified', seed: 0 } },
    objective: { metric: 'val_accuracy', goal: 'maximize', at: 'best' },
    types: { depth: 'integer', fraction: 'number', activation: 'string', norm: 'boolean' },
  },
  seed: 3,
  values: { depth: 2, fraction: 0.5, activation: '"quoted" text', norm: true },
}

const long = (characters: number): JobHyperparameters => ({
  ...job,
  spec: { ...job.spec, layers: [{ id: 'x'.repeat(characters), type: 'flatten', args: {} }] },
})

describe('hyperparameters', () => {
  it('are read back as they were written', () => {
    expect(decodeHyperparameters(encodeHyperparameters(job))).toEqual(job)
  })

  it('have the same set of names for every model', () => {
    expect(Object.keys(encodeHyperparameters(long(9000)))).toEqual(Object.keys(encodeHyperparameters(job)))
  })

  it('keep every value within 2,500 characters', () => {
    const lengths = Object.values(encodeHyperparameters(long(9000))).map((value) => value.length)
    expect(Math.max(...lengths)).toBe(2500)
  })

  it('refuse a model that does not fit', () => {
    expect(() => encodeHyperparameters(long(maximumSpecLength))).toThrow(/at most 20000 fit/)
  })

  it('may have names that SageMaker adds', () => {
    const added = {
      ...encodeHyperparameters(job),
      _tuning_objective_metric: 'objective',
      sagemaker_region: '"eu-west-1"',
    }
    expect(decodeHyperparameters(added)).toEqual(job)
  })

  it("read a tuner's 64.0 as the integer 64", () => {
    expect(decodeHyperparameters({ ...encodeHyperparameters(job), depth: '64.0' }).values['depth']).toBe(64)
  })

  it.each([
    ['depth', '2.5', 'expected an integer'],
    ['fraction', '', 'expected a number'],
    ['norm', 'True', 'expected true or false'],
  ])('refuse %s = "%s"', (name, value, message) => {
    expect(() => decodeHyperparameters({ ...encodeHyperparameters(job), [name]: value })).toThrow(message)
  })

  it('are refused without a spec', () => {
    expect(() => decodeHyperparameters({ epochs: '3' })).toThrow('"_assay_spec_0" is missing')
  })

  it('round-trip any text and any finite number', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (text, number) => {
          const values = { text, number: number === 0 ? 0 : number }
          const spec = { ...job.spec, types: { text: 'string', number: 'number' } as const }
          expect(decodeHyperparameters(encodeHyperparameters({ spec, seed: 0, values })).values).toEqual(values)
        },
      ),
    )
  })
})
