import { parseDocument } from 'yaml'

import { parse } from './parse.js'
import { testCatalogue } from './testing/catalogue.js'
import { processorSeconds } from './testing/processor-time.js'

const variants = process.env['SOAK'] ? 10_000 : 2_000

/** An experiment with many variants, about 160 bytes each. */
function textWith(variants: number): string {
  const head = `version: 1
name: x
data: mnist
objective: {metric: val_accuracy, goal: maximize}
model: {architecture: mlp}
stages:
  a:
    variants:
`
  const one = (index: number): string =>
    `      variant-${index}:
        hyperparameters: {learning_rate: 0.00${index + 1}, units: ${(index % 512) + 1}, activation: relu, epochs: 12}
        model: {edit: {head: {units: ${index + 1}, use_bias: false}}}
`
  return head + Array.from({ length: variants }, (_, index) => one(index)).join('')
}

describe('the speed of parse', () => {
  it(`is the YAML library’s own, within a factor of three, for ${variants} variants`, () => {
    const text = textWith(variants)
    const library = processorSeconds(() => parseDocument(text, { uniqueKeys: false }))
    const ours = processorSeconds(() => {
      const { diagnostics } = parse({ path: 'x.yaml', text }, { read: () => ({ error: '' }), catalogue: testCatalogue })
      expect(diagnostics).toEqual([])
    })
    expect(ours / library).toBeLessThan(3)
  })
})
