import { diagnose, experimentText } from '../testing/diagnose.js'

const model = (text: string | undefined): string[] => diagnose(experimentText({ model: text }))

describe('model', () => {
  it('refuses an architecture that the zoo does not have', () => {
    expect(model('{architecture: vgk}')).toEqual([
      '5:23 unknown-architecture Unknown architecture "vgk". The zoo has mlp, vgg, forecast-mlp, seasonal-naive, lstm, lenet. Did you mean "vgg"?',
    ])
    expect(model('{architecture: transformer}')).toEqual([
      '5:23 not-available The architecture "transformer" is not available yet.',
    ])
  })

  it('refuses an architecture beside layers, and two engines', () => {
    expect(model('{architecture: mlp, layers: [{flatten: {}}]}')).toEqual([
      '5:28 bad-model "layers" stands beside "architecture"; a model is one or the other. "edit" changes single layers.',
    ])
    expect(diagnose(experimentText({}, 'algorithm: a@1'))).toContain(
      '8:1 bad-model "algorithm" stands beside "model"; expected only one of model, algorithm and container.',
    )
  })

  it('refuses no layers', () => {
    expect(model('{layers: []}')).toEqual(['5:17 bad-model "layers" is empty; a model has at least one layer.'])
  })
})
