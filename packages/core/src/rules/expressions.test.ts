import { diagnose, experimentText } from '../testing/diagnose.js'

describe('expressions', () => {
  it('finds bad syntax and unknown names in every expression', () => {
    const text = experimentText({
      data: '{set: mnist, fraction: $part}',
      model: '{layers: [{dense: {units: $width * }}, {repeat: {times: 2, layers: [{flatten: {}, if: norm}]}}]}',
      hyperparameters: '{depth: 3}',
      stages: '{a: {model: {edit: {dense: {units: $deph}}}}}',
    })
    const problems = diagnose(text)
    expect(problems[0]).toBe(
      '3:30 unknown-hyperparameter "$part" reads the hyperparameter "part", which has no value. Give it one in "hyperparameters".',
    )
    expect(problems[1]).toMatch(/^5:34 bad-expression "\$width \*" is not an expression: /)
    expect(problems[2]).toBe('5:94 bad-expression Unknown name "norm" in "norm". A hyperparameter is written "$norm".')
    expect(problems[3]).toBe(
      '7:44 unknown-hyperparameter "$deph" reads the hyperparameter "deph", which has no value. Give it one in "hyperparameters". Did you mean "depth"?',
    )
    expect(problems).toHaveLength(4)
  })

  it('accepts what a variant, a matrix, an architecture or the trainer gives a value', () => {
    const text = experimentText({
      model:
        '{layers: [{dense: {units: $w * 2 ^ 2 + $x - $epochs, activation: $activation}}, {dense: {units: $classes}}]}',
      stages: '{a: {matrix: {w: [1]}}, b: {variants: {c: {hyperparameters: {x: 1}}}}, d: {model: {architecture: mlp}}}',
    })
    expect(diagnose(text)).toEqual([])
  })

  it('leaves other text alone', () => {
    expect(diagnose(experimentText({ data: '{set: mnist, fraction: 0.5}', hyperparameters: '{loss: a}' }))).toEqual([])
  })
})
