import { aligned } from './aligned.js'

describe('aligned', () => {
  it('sets columns and cells of several lines', () => {
    const rows = [
      ['a', 'number'],
      ['long\nname', '7'],
    ]
    expect(aligned(rows, ['left', 'right'])).toEqual(['a     number', 'long       7', 'name'])
  })
})
