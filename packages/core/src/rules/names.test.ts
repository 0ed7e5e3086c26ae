import { diagnose, experimentText } from '../testing/diagnose.js'

describe('names', () => {
  it('refuses reserved names of stages and variants', () => {
    expect(diagnose(experimentText({ stages: '{best: {}, a: {variants: {cold: {}, warm: {}}}}' }))).toEqual([
      '7:10 reserved-name The name "best" is reserved: references use it for a result of a search.',
      '7:35 reserved-name The name "cold" is reserved: references use it for a result of a search.',
    ])
  })

  it('refuses reserved hyperparameters', () => {
    const text = experimentText({
      hyperparameters: '{seed: 1, classes: 2, sagemaker_x: 3}',
      stages: '{a: {hyperparameters: {index: 1}, matrix: {index: [1]}}}',
    })
    expect(diagnose(text)).toEqual([
      '6:19 reserved-name The hyperparameter\'s name "seed" is reserved: "seeds" of a stage says which seeds there are.',
      '6:28 reserved-name The hyperparameter\'s name "classes" is reserved: it is the number of classes that the data has.',
      '6:40 reserved-name The hyperparameter\'s name "sagemaker_x" is reserved: SageMaker uses such names itself.',
      '7:32 reserved-name The hyperparameter\'s name "index" is reserved: in a repeat it is the number of the turn.',
      '7:52 reserved-name The hyperparameter\'s name "index" is reserved: in a repeat it is the number of the turn.',
    ])
  })

  it.each([
    ['a'.repeat(200), 'bad-name'],
    ['my_experiment', 'bad-name'],
    ['"🚀"', 'bad-name'],
    ['-x', 'bad-name'],
    ['x--y', 'bad-name'],
    ['""', 'bad-name'],
    ['12', 'wrong-type'],
    ['null', 'wrong-type'],
  ])('refuses the experiment name %s', (name, code) => {
    expect(diagnose(experimentText({ name })).map((line) => line.split(' ')[1])).toEqual([code])
  })

  it.each(['_a', 'a_b', '"🚀"', 'A', 'a'.repeat(41), '"a/b"'])(
    'refuses the name %s of a stage and a variant',
    (name) => {
      const stages = `{? ${name} : {variants: {? ${name} : {}}}}`
      expect(diagnose(experimentText({ stages })).map((line) => line.split(' ')[1])).toEqual(['bad-name', 'bad-name'])
    },
  )
})
