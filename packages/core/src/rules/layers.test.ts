import { diagnose, experimentText } from '../testing/diagnose.js'

/** The layers begin in column 17 of line 5. */
const layers = (list: string): string[] =>
  diagnose(experimentText({ model: `{layers: [${list}]}`, hyperparameters: '{units: 3, rate: 0.5}' }))

describe('layers', () => {
  it('accepts expressions, nested layers, empty arguments and conditions', () => {
    const residual = '{residual: {layers: [{conv2d: {filters: $units, kernel_size: [3, $units]}}], shortcut: []}}'
    const branch = '{branch: {branches: [[{flatten: }], [{flatten: {}}]]}}'
    expect(
      layers(
        `{id: a, flatten: , if: $rate > 0}, ${residual}, ${branch}, {dense: {units: classes, kernel_regularizer: {l1: 0.1, l2: $rate}}}`,
      ),
    ).toEqual([])
  })

  it('refuses layers without a type or with two', () => {
    expect(layers('{id: a}, {dense: {units: 3}, activation: relu}, {dense: {units: 3}, flatten: {}}')).toEqual([
      '5:18 bad-layer The layer has no type; expected one layer name with its arguments, such as "dense: {units: 10}".',
      '5:47 bad-layer "activation" stands beside "dense"; as an argument it goes inside: "dense: {activation: …}".',
      '5:86 bad-layer "flatten" stands beside "dense"; expected one type a layer.',
    ])
  })

  it('refuses unknown layers, also nested ones', () => {
    expect(layers('{conv_2d: {}}, {repeat: {times: 2, layers: [{dens: {units: 1}}]}}, {attention: {}}')).toEqual([
      '5:19 unknown-layer Unknown layer "conv_2d". Did you mean "conv2d"?',
      '5:63 unknown-layer Unknown layer "dens". Did you mean "dense"?',
      '5:86 not-available The layer "attention" is not available yet.',
    ])
  })

  it('refuses unknown, missing and unsuitable arguments', () => {
    expect(layers('{dense: {unit: 3}}')).toEqual([
      '5:19 wrong-argument The layer "dense" needs the argument "units".',
      '5:27 unknown-argument The layer "dense" has no argument "unit". It takes units, activation, use_bias, kernel_regularizer. Did you mean "units"?',
    ])
    expect(layers('{batch_normalization: {x: 1}}')).toEqual([
      '5:41 unknown-argument The layer "batch_normalization" has no argument "x". It takes none.',
    ])
    expect(layers('{dense: 3}, {dropout: [0.5]}, {flatten: text}')).toEqual([
      '5:26 wrong-argument The arguments of "dense" are no map; expected a map.',
      '5:40 wrong-argument The arguments of "dropout" are a list; expected a map.',
      '5:58 wrong-argument The arguments of "flatten" are no map; expected a map.',
    ])
  })

  it.each([
    ['{dense: {units: 2.5}}', '5:34 wrong-argument "units" of "dense" is 2.5; expected a whole number of at least 1.'],
    ['{dense: {units: "3"}}', '5:34 wrong-argument "units" of "dense" is "3"; expected a whole number of at least 1.'],
    ['{dense: {units: 0}}', '5:34 wrong-argument "units" of "dense" is 0; expected a whole number of at least 1.'],
    ['{dropout: {rate: 2}}', '5:35 wrong-argument "rate" of "dropout" is 2; expected a number from 0 to 1.'],
    ['{dense: {units: 3, use_bias: 1}}', '5:47 wrong-argument "use_bias" of "dense" is 1; expected true or false.'],
    [
      '{dense: {units: 3, activation: rellu}}',
      '5:49 wrong-argument "activation" of "dense" is "rellu"; expected one of linear, relu, sigmoid, softmax, tanh. Did you mean "relu"?',
    ],
    [
      '{conv2d: {filters: 1, kernel_size: [3, x]}}',
      '5:53 wrong-argument "kernel_size" of "conv2d" is a list; expected a whole number of at least 1, or a list of them.',
    ],
    [
      '{dense: {units: 3, kernel_regularizer: {l3: 1}}}',
      '5:57 wrong-argument "kernel_regularizer" of "dense" is a map; expected a map of l1, l2 with numbers of at least 0.',
    ],
    [
      '{dense: {units: 3, kernel_regularizer: 0.01}}',
      '5:57 wrong-argument "kernel_regularizer" of "dense" is 0.01; expected a map of l1, l2 with numbers of at least 0.',
    ],
    [
      '{repeat: {times: 2, layers: {dense: {units: 1}}}}',
      '5:46 wrong-argument "layers" of "repeat" is a map; expected a list of layers.',
    ],
    [
      '{branch: {branches: [{flatten: {}}]}}',
      '5:38 wrong-argument "branches" of "branch" is a list; expected a list of lists of layers.',
    ],
  ])('refuses %s', (list, problem) => {
    expect(layers(list)).toEqual([problem])
  })

  it('refuses an id twice, but for alternatives', () => {
    expect(layers('{id: a, flatten: {}}, {id: a, flatten: {}}')).toEqual([
      '5:45 duplicate-id Another layer has the id "a" already.',
    ])
    expect(layers('{id: a, flatten: {}, if: classes > 1}, {id: a, flatten: {}, if: classes == 1}')).toEqual([])
  })

  it('checks edits as far as they can be told without the model', () => {
    const stages =
      '{a: {model: {edit: {flat: null, hidden: {dens: {units: 1}}, head: {dense: {units: x}}, dense: {unit: 1}, other: {rate: 1}}}}}'
    expect(diagnose(experimentText({ stages }))).toEqual([
      '7:50 unknown-layer Unknown layer "dens". Did you mean "dense"?',
      '7:91 wrong-argument "units" of "dense" is "x"; expected a whole number of at least 1.',
      '7:104 unknown-argument The layer "dense" has no argument "unit". It takes units, activation, use_bias, kernel_regularizer. Did you mean "units"?',
    ])
  })
})
