import { suggest } from './suggest.js'

describe('suggest', () => {
  const known = ['conv2d', 'dense', 'dropout', 'max_pooling2d', 'learning_rate']

  it.each([
    ['conv_2d', 'conv2d'],
    ['Dense', 'dense'],
    ['dropuot', 'dropout'],
    ['maxpooling2d', 'max_pooling2d'],
    ['learningRate', 'learning_rate'],
  ])('finds what %s was to be', (name, near) => {
    expect(suggest(name, known)).toBe(near)
  })

  it.each(['', 'x', 'flatten', 'd'.repeat(1000)])('finds nothing near %j', (name) => {
    expect(suggest(name, known)).toBeUndefined()
  })

  it('prefers the nearest', () => {
    expect(suggest('val_los', ['val_loss', 'val_loses'])).toBe('val_loss')
  })
})
