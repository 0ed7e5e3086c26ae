import { diagnose, experimentText } from '../testing/diagnose.js'

const matrix = (axes: string, exclude?: string): string[] =>
  diagnose(
    experimentText({ stages: `{a: {matrix: ${axes}${exclude === undefined ? '' : `, exclude: ${exclude}`}}}` }),
  ).map((line) => line.replace(/^7:/, ''))

describe('matrix', () => {
  it('accepts axes that the trainer or the model reads', () => {
    expect(matrix('{epochs: [1, 2], units: [8, 16]}', '[{epochs: 2, units: 16}, {epochs: 1, units: 8}]')).toEqual([])
  })

  it('refuses axes that nothing reads', () => {
    expect(matrix('{unit: [1]}')).toEqual([
      '23 unknown-hyperparameter Unknown hyperparameter "unit" in the matrix: no model reads "$unit" and no default is given. Did you mean "units"?',
    ])
  })

  it.each([
    ['{}', '22 bad-matrix The matrix is empty; expected hyperparameters with lists of values.'],
    ['{epochs: []}', '31 bad-matrix "epochs" has no values.'],
    ['{epochs: [1, 2, 1]}', '38 bad-matrix The value 1 of "epochs" stands here twice.'],
    ['{epochs: 3}', '31 wrong-type "epochs" is 3; expected a list.'],
    ['{epochs: [[1]]}', '32 wrong-type Item 1 of "epochs" is a list; expected text, a number or true or false.'],
  ])('refuses %s', (axes, problem) => {
    expect(matrix(axes)).toEqual([problem])
  })

  it('refuses cells to leave out that are none', () => {
    expect(matrix('{epochs: [1, 2]}', '[{epoch: 1}, {epochs: 3}]')).toEqual([
      '51 bad-matrix "epoch" is no axis of the matrix. Did you mean "epochs"?',
      '71 bad-matrix 3 is no value of "epochs" in the matrix.',
    ])
    expect(matrix('{epochs: [1, 2]}', '[{}]')).toEqual(['50 bad-matrix An empty cell leaves out the whole matrix.'])
    expect(diagnose(experimentText({ stages: '{a: {exclude: [{epochs: 1}]}}' }))).toEqual([
      '7:14 bad-matrix "exclude" leaves out cells of a matrix; there is none.',
    ])
  })

  it('refuses to leave out every cell', () => {
    expect(matrix('{epochs: [1, 2]}', '[{epochs: 1}, {epochs: 2}]')).toEqual([
      '40 bad-matrix "exclude" leaves out every cell of the matrix.',
    ])
  })

  it('refuses more than 10,000 cells without making them', () => {
    const values = `[${Array.from({ length: 200 }, (_, index) => index + 1).join(', ')}]`
    expect(matrix(`{epochs: ${values}, units: ${values}, batch_size: ${values}}`)).toEqual([
      '14 bad-matrix The matrix has 8000000 cells; at most 10000 are allowed.',
    ])
  })
})
