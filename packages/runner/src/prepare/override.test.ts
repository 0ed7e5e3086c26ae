import { readOverrides } from './override.js'

describe('readOverrides', () => {
  it('reads values as YAML does', () => {
    expect(readOverrides(['epochs=3', 'rate=1e-4', 'norm=false', 'optimizer=sgd', 'tag=a=b', 'v=1.2.3'])).toEqual({
      epochs: 3,
      rate: 0.0001,
      norm: false,
      optimizer: 'sgd',
      tag: 'a=b',
      v: '1.2.3',
    })
  })

  it.each(['epochs', 'epochs=', '=3', 'Epochs=3', '3=4'])('refuses "%s"', (written) => {
    expect(() => readOverrides([written])).toThrow('expected NAME=VALUE')
  })
})
