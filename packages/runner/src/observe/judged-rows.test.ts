import { judgedRows } from './judged-rows.js'

const read = (text: string, metric = 'val_accuracy', more = {}) => judgedRows(Buffer.from(text), { metric, ...more })

describe('judgedRows', () => {
  it('reduces test rows to right or wrong', () => {
    const found = read(
      'part,index,label,predicted,probability\nvalidation,1,a,a,0.9\ntest,4,a,b,0.6\ntest,5,"x, ""y""","x, ""y""",0.7\n',
    )
    expect(found).toMatchObject({ part: 'test', statistic: 'mean' })
    expect(Array.from(found?.values ?? [])).toEqual([0, 1])
  })

  it('takes the validation rows of a job without test rows', () => {
    const found = read('part,row,label,predicted,loss\nvalidation,1,2,2,0.5\nvalidation,2,1,2,1.5\n', 'val_loss')
    expect(found?.part).toBe('validation')
    expect(Array.from(found?.values ?? [])).toEqual([0.5, 1.5])
  })

  it('tells other rows and other labels apart by their digest, whatever was predicted', () => {
    const file = (row: number, label: string, predicted: string) =>
      `part,row,label,predicted\ntest,${row},${label},${predicted}\n`
    const digest = (text: string) => read(text)?.digest
    expect(digest(file(1, 'a', 'a'))).toBe(digest(file(1, 'a', 'b')))
    expect(digest(file(1, 'a', 'a'))).not.toBe(digest(file(2, 'a', 'a')))
    expect(digest(file(1, 'a', 'a'))).not.toBe(digest(file(1, 'b', 'a')))
  })

  it('keeps squared errors and labels for R²', () => {
    const found = read('part,index,label,predicted,probability\ntest,1,2,2.5,\ntest,2,4,3,\n', 'val_r2')
    expect(found?.statistic).toBe('r2')
    expect(Array.from(found?.values ?? [])).toEqual([0.25, 1])
    expect(Array.from(found?.labels ?? [])).toEqual([2, 4])
  })

  it('puts the steps of a series into blocks of a season', () => {
    const lines = Array.from({ length: 21 }, (_, day) => `test,${100 + day},1,5,6`)
    const found = read(['part,index,step,label,predicted', ...lines, ''].join('\n'), 'val_mase', {
      season: 7,
      naiveError: 2,
    })
    expect(Array.from(found?.groups ?? [])).toEqual(Array.from({ length: 21 }, (_, day) => Math.floor(day / 7)))
    expect(found?.values[0]).toBe(0.5)
  })

  it.each([
    ['is empty', ''],
    ['has no header', 'test,1,a,a\n'],
    ['is cut short', 'part,row,label,predicted\ntest,1,a,a\ntest,2\n'],
    ['ends within a cell', 'part,row,label,predicted\ntest,1,123.45,12'],
    ['has no row of a part', 'part,row,label,predicted\n'],
  ])('is undefined for a file that %s', (_, text) => {
    expect(read(text)).toBeUndefined()
  })

  it('is undefined for a metric that the file does not have, and for values that are no number', () => {
    expect(read('part,index,label,predicted,probability\ntest,1,a,a,0.9\n', 'val_loss')).toBeUndefined()
    expect(read('part,row,label,predicted\ntest,1,1,NaN\n', 'val_mae')).toBeUndefined()
    expect(read('part,row,label,predicted\ntest,1,1,\n', 'val_mae')).toBeUndefined()
    expect(read('part,row,label,predicted\ntest,1,1,1\n', 'val_f1')).toBeUndefined()
  })
})
