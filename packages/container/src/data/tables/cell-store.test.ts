import { cellStore } from './cell-store.js'

describe('cellStore', () => {
  it('returns every text: long, empty, or not ASCII', () => {
    const texts = Array.from({ length: 5000 }, (_, row) => [`${row}`, '', 'ß€😀'.repeat(row % 50), 'x'.repeat(row)])
    const store = cellStore(4)
    texts.forEach((cells, row) => store.add(cells, 2 * row + 2))
    expect(store.rows()).toBe(5000)
    expect(texts.every((cells, row) => cells.every((text, column) => store.cell(row, column) === text))).toBe(true)
    expect([store.end(0), store.end(4999)]).toEqual([2, 10_000])
  })
})
