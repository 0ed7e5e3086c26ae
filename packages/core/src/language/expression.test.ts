import fc from 'fast-check'

import { evaluate, ExpressionError, isExpression, namesIn } from './expression.js'

describe('evaluate', () => {
  it.each([
    ['$filters * 2 ^ index', { filters: 32, index: 2 }, 128],
    ['2 ^ 3 ^ 2', {}, 512],
    ['(1 + 2) * 3 - 4 / 2', {}, 7],
    ['$layers >= 2', { layers: 2 }, true],
    ['$layers > 2 || $norm', { layers: 2, norm: true }, true],
    ['!$norm && $a == "relu"', { norm: false, a: 'relu' }, true],
    ['$classes', { classes: 10 }, 10],
    ['-$x', { x: 3 }, -3],
  ])('%s with %p is %p', (text, scope, value) => {
    expect(evaluate(text, scope)).toBe(value)
  })

  it.each([
    ['$missing', 'which has no value'],
    ['filters', 'A hyperparameter is written "$filters"'],
    ['index', 'only inside a repeat'],
    ['classes', 'number of classes'],
    ['1 / 0', 'is Infinity'],
    ['"a" + 1', 'needs numbers'],
    ['!3', 'needs true or false'],
    ['$a.b', 'is not an expression'],
    ['f($a)', 'is not an expression'],
    ['$a[0]', 'is not an expression'],
    ['$a ? 1 : 2', 'is not an expression'],
    ['constructor', 'Unknown name'],
    ['$__proto__', 'which has no value'],
    ['(1', 'is not an expression'],
    ['1 '.repeat(150), 'at most 200'],
  ])('refuses %s', (text, message) => {
    expect(() => evaluate(text, { a: 1 })).toThrow(ExpressionError)
    expect(() => evaluate(text, { a: 1 })).toThrow(message)
  })

  it('never throws anything else', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        try {
          evaluate(`$${text}`, { a: 1 })
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError)
        }
      }),
    )
  })
})

describe('namesIn', () => {
  it('returns hyperparameters once, in order', () => {
    expect(namesIn('$b * $a ^ index + $b')).toEqual(['b', 'a'])
  })
})

describe('isExpression', () => {
  it.each([
    ['$a', true],
    ['2 ^ index', true],
    ['relu', false],
    ['reindexed', false],
    [3, false],
  ])('%p: %p', (value, is) => {
    expect(isExpression(value)).toBe(is)
  })
})
