/** Saxe, McClelland and Ganguli 2013, https://arxiv.org/abs/1312.6120 */

import { randomSource } from '../augmentation/seeds.js'
import type { RandomSource } from '../augmentation/seeds.js'
import { initializers, tensor } from './tensorflow.js'

type Initializer = ReturnType<typeof initializers.orthogonal>

/**
 * Returns an initializer with orthonormal rows or columns, whichever are fewer. Gram-Schmidt in double precision, because
 * TensorFlow.js's own takes minutes for a large matrix and warns about it.
 */
export function orthogonal(seed: number): Initializer {
  const initializer = initializers.orthogonal({ seed })
  initializer.apply = (shape) => {
    const sizes = shape as number[]
    const columns = sizes[sizes.length - 1]
    const rows = sizes.slice(0, -1).reduce((product, size) => product * size, 1)
    const vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), randomSource(seed))
    const at = (row: number, column: number): number => (rows <= columns ? vectors[row][column] : vectors[column][row])
    const values = Float32Array.from({ length: rows * columns }, (_, n) => at(Math.floor(n / columns), n % columns))
    return tensor(values, sizes, 'float32')
  }
  return initializer
}

function orthonormal(count: number, length: number, random: RandomSource): Float64Array[] {
  const vectors: Float64Array[] = []
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => normal(random))
    // The second pass removes the rounding errors of the first.
    for (const other of [...vectors, ...vectors]) subtract(vector, other)
    const size = Math.sqrt(product(vector, vector))
    vectors.push(vector.map((value) => value / size))
  }
  return vectors
}

function subtract(vector: Float64Array, other: Float64Array): void {
  const share = product(vector, other)
  for (let index = 0; index < vector.length; index++) vector[index] -= share * other[index]
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index] * b[index]
  return sum
}

/** Box and Muller's transform. */
function normal(random: RandomSource): number {
  const radius = Math.sqrt(-2 * Math.log((random.next() + 1) / 2 ** 32))
  return radius * Math.cos((2 * Math.PI * random.next()) / 2 ** 32)
}
