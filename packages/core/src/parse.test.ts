import fc from 'fast-check'

import { parse } from './parse.js'
import { diagnose, experimentText } from './testing/diagnose.js'
import { testCatalogue } from './testing/catalogue.js'

import.meta.jest.setTimeout(300_000)

const effort = process.env['SOAK'] ? 20 : 1
const noFiles = { read: () => ({ error: 'There is no such file.' }), catalogue: testCatalogue }

describe('parse', () => {
  it('returns the experiment as plain data', () => {
    const { experiment, diagnostics } = parse({ path: 'x.yaml', text: experimentText({}) }, noFiles)
    expect(diagnostics).toEqual([])
    expect(experiment).toEqual({
      version: 1,
      name: 'x',
      data: 'mnist',
      objective: { metric: 'val_accuracy', goal: 'maximize' },
      model: { architecture: 'mlp' },
      hyperparameters: { epochs: 3 },
      stages: { a: {} },
    })
  })

  it('knows where every key and value stands', () => {
    const { experiment, positions } = parse({ path: 'x.yaml', text: experimentText({}) }, noFiles)
    const hyperparameters = experiment?.hyperparameters ?? {}
    expect(positions.of(hyperparameters, 'epochs', 'key')).toEqual({
      file: 'x.yaml',
      line: 6,
      column: 19,
      endColumn: 25,
    })
    expect(positions.of(hyperparameters, 'epochs')).toEqual({ file: 'x.yaml', line: 6, column: 27, endColumn: 28 })
    expect(positions.at(['objective', 'goal'])).toEqual({ file: 'x.yaml', line: 4, column: 41, endColumn: 49 })
    expect(positions.at(['objective', 'nothing'])).toEqual({ file: 'x.yaml', line: 4, column: 12, endColumn: 50 })
    expect(positions.at([])).toMatchObject({ line: 1, column: 1 })
  })

  it('reads YAML 1.2: no is text, 1e-4 a number', () => {
    const text = experimentText({ hyperparameters: '{learning_rate: 1e-4, loss: no}' })
    expect(parse({ path: 'x.yaml', text }, noFiles).experiment?.hyperparameters).toEqual({
      learning_rate: 1e-4,
      loss: 'no',
    })
  })

  it('reports everything at once, by position', () => {
    expect(
      diagnose(`version: 1
name: My_Experiment
data: [mnist]
objective: {metric: val_accuracy, goal: 0.9}
modle: {architecture: mlp}
stages: {a: {seeds: 0, kind: trian}}
`),
    ).toEqual([
      '2:7 bad-name "name" is "My_Experiment"; expected a name of lower-case letters, digits and single hyphens, at most 20 characters, such as "cifar10-cnn".',
      '3:7 wrong-type "data" is a list; expected text or a map.',
      '4:41 bad-value "goal" is 0.9; expected maximize or minimize.',
      '5:1 unknown-key Unknown key "modle" in the file. Did you mean "model"?',
      '6:21 bad-value "seeds" is 0; expected a whole number from 1.',
      '6:30 bad-value "kind" is "trian"; expected train, tune or transform. Did you mean "train"?',
    ])
  })

  it('checks the meaning of what fits the schema beside what does not', () => {
    const text = experimentText(
      {
        model: '{layers: [{id: A, conv_2d: {}}, {dense: {units: 0}}], edit: 3}',
        hyperparameters: '{epochs: [1], batch_size: 0}',
        stages: '{a: {seeds: [1, 1]}, B: {kind: tune}, c: {kind: transform, variants: {d: {model: 3}}}}',
      },
      'name: y\ntags: {"aws:x": a, b: 3}',
    )
    expect(diagnose(text).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '5:23 bad-value',
      '5:26 unknown-layer',
      '5:56 wrong-argument',
      '5:68 wrong-type',
      '6:27 wrong-type',
      '6:44 bad-value',
      '7:25 bad-seeds',
      '7:30 bad-name',
      '7:57 not-available',
      '7:90 wrong-type',
      '8:1 duplicate-key',
      '9:8 bad-tag',
      '9:23 wrong-type',
    ])
  })

  it('says nothing of what follows from what is wrong', () => {
    expect(diagnose(experimentText({ model: '3', hyperparameters: '3', data: '3' }))).toEqual([
      '3:7 wrong-type "data" is 3; expected text or a map.',
      '5:8 wrong-type "model" is 3; expected a map.',
      '6:18 wrong-type "hyperparameters" is 3; expected a map.',
    ])
    expect(diagnose('version: 1')).toHaveLength(3)
  })

  it('reports at most 100 problems', () => {
    const layers = Array.from({ length: 300 }, (_, index) => `{nothing${index}: {}}`).join(', ')
    expect(diagnose(experimentText({ model: `{layers: [${layers}]}` }))).toHaveLength(100)
    const keys = Array.from({ length: 300 }, (_, index) => `k${index}: 1\n`).join('')
    expect(diagnose(experimentText({}, keys))).toHaveLength(100)
  })

  it('never throws, and every diagnostic has a place in the text', () => {
    const snippet = fc.constantFrom(
      ...[
        'version: 1\n',
        'name: x\n',
        'stages: ',
        '{',
        '}',
        '[',
        ']',
        '*a',
        '&a',
        '<<: ',
        '!t ',
        '- ',
        '? ',
        '|',
        '>\n',
        ': ',
      ],
      ...[
        '"',
        "'",
        '\t',
        '\n',
        '  ',
        '#',
        '---\n',
        '...',
        '%YAML 2\n',
        ', ',
        'null',
        '__proto__: 1\n',
        '1e999',
        '\u0000',
        '😀',
        'extends: x.yaml\n',
      ],
    )
    const check = (text: string): void => {
      const { diagnostics, experiment } = parse({ path: 'x.yaml', text }, noFiles)
      const lines = text.split(/\r?\n/)
      if (!experiment) expect(diagnostics.length).toBeGreaterThan(0)
      for (const { line, column, endColumn } of diagnostics) {
        expect(line).toBeLessThanOrEqual(lines.length + 1)
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1)
        expect(endColumn).toBeGreaterThan(column)
      }
    }
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), check), { numRuns: 500 * effort })
    fc.assert(
      fc.property(fc.array(snippet, { maxLength: 25 }), (all) => check(all.join(''))),
      { numRuns: 1500 * effort },
    )
  })

  it('never throws on JSON of any shape in the place of any part', () => {
    const part = fc.constantFrom('data', 'objective', 'model', 'hyperparameters', 'stages', 'name', 'version')
    fc.assert(
      fc.property(part, fc.jsonValue({ maxDepth: 4 }), (key, value) => {
        parse({ path: 'x.yaml', text: experimentText({ [key]: JSON.stringify(value) }) }, noFiles)
      }),
      { numRuns: 500 * effort },
    )
  })
})
