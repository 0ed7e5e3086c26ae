import { findLoss } from './loss.js'
import type { Loss } from './loss.js'

const loss = (name: string): Loss =>
  findLoss(
    name,
    name.startsWith('mean') ? 'regression' : 'classification',
    name.startsWith('cat') ? 3 : 1,
    name.startsWith('cat') ? 3 : name.startsWith('mean') ? 1 : 2,
  )

describe('findLoss', () => {
  it.each([
    ['', 'classification', 3, 3, 'categorical_crossentropy'],
    ['', 'classification', 1, 2, 'binary_crossentropy'],
    ['', 'regression', 1, 1, 'mean_squared_error'],
    ['mse', 'regression', 1, 1, 'mean_squared_error'],
    ['mae', 'regression', 1, 1, 'mean_absolute_error'],
    ['mse', 'classification', 3, 3, 'mean_squared_error'],
    ['sparse_categorical_crossentropy', 'classification', 3, 3, 'categorical_crossentropy'],
    ['binary_crossentropy', 'classification', 3, 3, 'binary_crossentropy'],
  ] as const)('finds "%s" for %s with %i outputs and %i classes', (name, task, outputs, classes, expected) => {
    expect(findLoss(name, task, outputs, classes).name).toBe(expected)
  })

  it.each([
    ['hinge', 'classification', 3, 3, 'Unknown loss "hinge". Known are "categorical_crossentropy"'],
    ['', 'classification', 4, 3, 'The model has 4 outputs, the data 3 classes'],
    ['categorical_crossentropy', 'classification', 1, 2, 'needs 2 outputs'],
    ['categorical_crossentropy', 'regression', 1, 1, 'is for classes'],
    ['', 'regression', 2, 1, 'The model has 2 outputs; the data needs 1'],
  ] as const)('refuses "%s" for %s with %i outputs and %i classes', (name, task, outputs, classes, message) => {
    expect(() => findLoss(name, task, outputs, classes)).toThrow(message)
  })
})

describe('a loss', () => {
  // By hand: −ln softmax, −ln sigmoid, (3 − 1)², |3 − 1|.
  it.each([
    ['categorical_crossentropy', [0, Math.log(2), 0], 1, -Math.log(0.5)],
    ['binary_crossentropy', [Math.log(3)], 1, -Math.log(0.75)],
    ['binary_crossentropy', [Math.log(3)], 0, -Math.log(0.25)],
    ['mean_squared_error', [3], 1, 4],
    ['mean_absolute_error', [3], 1, 2],
  ])('%s of %j for %d is %d', (name, outputs, target, expected) => {
    expect(loss(name).row(Float32Array.from(outputs), 0, outputs.length, target)).toBeCloseTo(expected, 6)
  })

  it.each(['categorical_crossentropy', 'binary_crossentropy', 'mean_squared_error', 'mean_absolute_error'])(
    '%s has the gradient of its differences',
    (name) => {
      const width = name.startsWith('cat') ? 3 : 1
      const outputs = Float32Array.from([9, 9, 9, 0.5, -1.25, 2].slice(0, 3 + width))
      const gradient = new Float32Array(outputs.length)
      loss(name).row(outputs, 3, width, 1, gradient)
      const at = (index: number, change: number): number =>
        loss(name).row(
          outputs.map((value, each) => (each === index ? value + change : value)),
          3,
          width,
          1,
        )
      const step = 2 ** -10
      for (let index = 3; index < outputs.length; index++) {
        expect(gradient[index]).toBeCloseTo((at(index, step) - at(index, -step)) / (2 * step), 4)
      }
      expect([...gradient.subarray(0, 3)]).toEqual([0, 0, 0])
    },
  )

  it.each(['categorical_crossentropy', 'binary_crossentropy'])('%s stays finite for extreme logits', (name) => {
    const outputs = Float32Array.from(name.startsWith('cat') ? [-1000, 1000, 0] : [-1000])
    const gradient = new Float32Array(outputs.length)
    expect(loss(name).row(outputs, 0, outputs.length, name.startsWith('cat') ? 0 : 1, gradient)).toBe(
      name.startsWith('cat') ? 2000 : 1000,
    )
    expect(gradient.every(Number.isFinite)).toBe(true)
  })
})
