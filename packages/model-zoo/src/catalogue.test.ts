import { spawnSync } from 'node:child_process'

import { catalogue } from './catalogue.js'
import { architecturesNotAvailableYet, layersNotAvailableYet } from './vocabulary/vocabulary.js'

describe('catalogue', () => {
  it('lists the architectures with their defaults and layers', () => {
    const { architectures } = catalogue()
    expect([...architectures.keys()]).toEqual([
      'cifar-cnn',
      'forecast-mlp',
      'gru',
      'lenet',
      'logistic-regression',
      'lstm',
      'mlp',
      'mobilenet',
      'resnet',
      'seasonal-naive',
      'tabular-mlp',
      'text-classifier',
      'vgg',
    ])
    for (const architecture of architectures.values()) {
      expect(architecture).toMatchObject({ summary: expect.stringMatching(/\.$/) })
      expect(architecture.layers.length).toBeGreaterThan(2)
      if (architecture.name !== 'seasonal-naive')
        expect(Object.keys(architecture.hyperparameters).length).toBeGreaterThan(0)
    }
  })

  it('lists nothing both as available and as not available yet', () => {
    const { architectures, layerTypes } = catalogue()
    expect(layersNotAvailableYet.filter((name) => layerTypes.has(name))).toEqual([])
    expect(architecturesNotAvailableYet.filter((name) => architectures.has(name))).toEqual([])
    expect(layersNotAvailableYet).toEqual(expect.arrayContaining(['masking', 'attention', 'string_lookup']))
    for (const name of layersNotAvailableYet) expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
  })

  it('uses only layers of the vocabulary', () => {
    const { architectures, layerTypes } = catalogue()
    const types = (layers: readonly object[]): string[] =>
      layers.flatMap((layer) =>
        Object.entries(layer as Record<string, unknown>)
          .filter(([key]) => key !== 'id' && key !== 'if')
          .flatMap(([type, args]) => [type, ...types((args as { layers?: object[] } | null)?.layers ?? [])]),
      )
    for (const { layers } of architectures.values()) {
      for (const type of types(layers)) expect(layerTypes.has(type)).toBe(true)
    }
  })

  it.each([
    ['@assay/model-zoo', '0'],
    ['@assay/model-zoo/build', '2'],
  ])('loads tensors only for building: %s', (entry, expected) => {
    const program =
      `import { createRequire } from 'node:module'; await import('${entry}');` +
      "console.log(Object.keys(createRequire('/').cache).filter((f) => f.endsWith('.node.js')).length)"
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
    expect([stdout.trim(), stderr]).toEqual([expected, ''])
  })
})
