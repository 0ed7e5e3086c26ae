/** Random numbers from one seed, the same on every machine and backend. */

/** Derives a seed for a name: 32 bits, never 0. FNV-1a, then murmur3's finalizer to spread the bits. */
export function deriveSeed(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  hash = (hash ^ (hash >>> 16)) >>> 0
  return hash === 0 ? 0x9e3779b9 : hash
}

/** Draws uniform 32-bit integers. */
export interface RandomSource {
  /** A whole number from 0 to 2³² − 1. */
  readonly next: () => number
  /** Fills an array with the next numbers, five times as fast as calls of `next`. */
  readonly fill: (numbers: Uint32Array) => void
}

/**
 * Returns an sfc32 generator (Doty-Humphrey's Small Fast Counting, 128 bits of state; passes PractRand). A small one,
 * because each layer makes one per training step and draws millions of numbers.
 */
export function randomSource(seed: number): RandomSource {
  let a = seed | 0
  let b = (seed ^ 0x9e3779b9) | 0
  let c = 0x243f6a88
  let counter = 1
  const fill = (numbers: Uint32Array): void => {
    // Local and marked as 32-bit integers (`| 0`), so that the compiler keeps them in registers.
    let p = a | 0
    let q = b | 0
    let r = c | 0
    let count = counter | 0
    const { length } = numbers
    for (let index = 0; index < length; index++) {
      const result = (((p + q) | 0) + count) | 0
      count = (count + 1) | 0
      p = q ^ (q >>> 9)
      q = (r + (r << 3)) | 0
      r = (((r << 21) | (r >>> 11)) + result) | 0
      numbers[index] = result
    }
    ;[a, b, c, counter] = [p, q, r, count]
  }
  fill(new Uint32Array(12))
  const one = new Uint32Array(1)
  const next = (): number => {
    fill(one)
    return one[0]
  }
  return { next, fill }
}

/** Returns the random numbers of a layer at one step. */
export function stepSource(seed: number, step: number): RandomSource {
  return randomSource(deriveSeed(seed, String(step)))
}

/** Returns true half of the time. */
export function chance(random: RandomSource): boolean {
  return random.next() >= 2 ** 31
}

/** Returns a whole number from 0, smaller than `limit`. */
export function below(random: RandomSource, limit: number): number {
  return Math.floor((random.next() / 2 ** 32) * limit)
}

/** Returns a number from −`limit` to `limit`. */
export function within(random: RandomSource, limit: number): number {
  return limit * (random.next() / 2 ** 31 - 1)
}
