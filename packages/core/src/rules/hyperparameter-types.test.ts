import { diagnose, experimentText } from '../testing/diagnose.js'

describe('hyperparameterTypes', () => {
  it('refuses values of mixed types across file, stages, variants, matrix and defaults', () => {
    const text = experimentText({
      model: '{architecture: vgg}',
      hyperparameters: '{depth: 2, dropout: high, filters: 32}',
      stages:
        '{a: {hyperparameters: {depth: two}, variants: {b: {hyperparameters: {filters: true}}}}, c: {matrix: {depth: [1, x]}}}',
    })
    expect(diagnose(text)).toEqual([
      '6:38 mixed-types The hyperparameter "dropout" is "high" here but a number in the architecture\'s defaults; expected one type.',
      '7:39 mixed-types The hyperparameter "depth" is "two" here but a number in the architecture\'s defaults; expected one type.',
      '7:87 mixed-types The hyperparameter "filters" is true here but a number in the architecture\'s defaults; expected one type.',
      '7:121 mixed-types The hyperparameter "depth" is "x" here but a number in the architecture\'s defaults; expected one type.',
    ])
    const own = experimentText({ hyperparameters: '{mine: 1}', stages: '{a: {hyperparameters: {mine: no}}}' })
    expect(diagnose(own)).toEqual([
      '7:38 mixed-types The hyperparameter "mine" is "no" here but a number in line 6 of "x.yaml"; expected one type.',
    ])
  })

  it('takes integers and numbers for one type', () => {
    expect(
      diagnose(experimentText({ hyperparameters: '{mine: 1}', stages: '{a: {matrix: {mine: [0.5, 2]}}}' })),
    ).toEqual([])
  })

  it('refuses what the trainer cannot use', () => {
    const hyperparameters = '{epochs: 0, batch_size: 1.5, learning_rate: 0, optimizer: 3, momentum: fast}'
    expect(diagnose(experimentText({ hyperparameters }))).toEqual([
      '6:27 bad-value "epochs" is 0; expected at least 1.',
      '6:42 wrong-type "batch_size" is 1.5; expected a whole number.',
      '6:62 bad-value "learning_rate" is 0; expected more than 0.',
      '6:76 wrong-type "optimizer" is 3; expected text.',
      '6:89 wrong-type "momentum" is "fast"; expected a number.',
    ])
  })

  it('refuses schedules, decays and weights that there are not', () => {
    const hyperparameters =
      '{schedule: cosin, class_weight: even, decay_rate: 0, weight_decay: -1, patience: 1.5, warmup: -1}'
    expect(diagnose(experimentText({ hyperparameters }))).toEqual([
      '6:29 bad-value "schedule" is "cosin"; expected one of "constant", "step", "exponential", "cosine". Did you mean "cosine"?',
      '6:50 bad-value "class_weight" is "even"; expected one of "none", "balanced".',
      '6:68 bad-value "decay_rate" is 0; expected more than 0.',
      '6:85 bad-value "weight_decay" is -1; expected at least 0.',
      '6:99 wrong-type "patience" is 1.5; expected a whole number.',
      '6:112 bad-value "warmup" is -1; expected at least 0.',
    ])
  })

  it('refuses expressions', () => {
    expect(diagnose(experimentText({ hyperparameters: '{mine: $epochs * 2}' }))).toEqual([
      '6:25 bad-expression "mine" is "$epochs * 2", but a hyperparameter is a plain value; expressions stand in "model" and "data".',
    ])
  })
})
