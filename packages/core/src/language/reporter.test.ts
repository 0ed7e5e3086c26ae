import { createPositions } from './positions.js'
import { createReporter, withNote } from './reporter.js'

const at = (line: number) => ({ file: 'x.yaml', line, column: 1, endColumn: 2 })

describe('createReporter', () => {
  const started = () => createReporter(createPositions())

  it('keeps the same sentence at the same place once', () => {
    const { report, found } = started()
    for (const message of ['a', 'a', 'b']) report('bad-data', message, at(1))
    report('bad-data', 'a', at(2))
    expect(found.map(({ message, line }) => `${line} ${message}`)).toEqual(['1 a', '1 b', '2 a'])
  })

  it('keeps the first sentence of a code at a place if many variants may share the problem', () => {
    const { report, found } = started()
    for (const message of ['a', 'b']) report('bad-data', message, at(1), { oncePerCode: true })
    expect(found.map(({ message }) => message)).toEqual(['a'])
  })

  it('tells errors from warnings, and places what has no position at the head of the file', () => {
    const { report, found, hasErrors } = started()
    report('no-donor', 'a', [{}, 'key'], { severity: 'warning' })
    expect(hasErrors()).toBe(false)
    report('unread-hyperparameter', 'b', undefined, { unknown: ['unit', ['units']] })
    expect(hasErrors()).toBe(true)
    expect(found).toMatchObject([
      { line: 1, column: 1, severity: 'warning' },
      { line: 1, column: 1, severity: 'error', suggestion: 'units' },
    ])
  })

  it('never drops the first error, however many warnings came before', () => {
    const { report, found, hasErrors } = started()
    for (let line = 1; line <= 2000; line++) report('no-donor', 'a', at(line), { severity: 'warning' })
    report('bad-data', 'b', at(1))
    expect([found.length, hasErrors()]).toEqual([1001, true])
  })
})

describe('withNote', () => {
  it('adds a sentence to every message', () => {
    const reporter = createReporter(createPositions())
    withNote(reporter, 'There.').report('bad-data', 'Here.', at(1))
    expect(reporter.found[0]?.message).toBe('Here. There.')
  })
})
