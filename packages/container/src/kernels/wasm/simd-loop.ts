/** Runs loops of `assembly/` over arrays outside its memory: copies a piece at a time into a small memory of its own. */

import { instantiate, newMemory } from './simd-instance.js'
import type { SimdExports } from './simd-instance.js'

/** Each takes the addresses of arrays that it writes, those of arrays that it reads, their length, and then numbers. */
export type SimdLoop = 'adam'

/** Runs a loop over arrays of equal length. It changes those of `written` in place. */
export function runLoop(
  loop: SimdLoop,
  written: readonly Float32Array[],
  read: readonly Float32Array[],
  ...numbers: readonly number[]
): void {
  const { functions, pieces } = (made ??= make())
  const arrays = [...written, ...read]
  const { length } = written[0]
  for (let from = 0; from < length; from += pieceLength) {
    const count = Math.min(pieceLength, length - from)
    for (let at = 0; at < arrays.length; at++) pieces[at].set(arrays[at].subarray(from, from + count))
    functions[loop](...addresses.slice(0, arrays.length), count, ...numbers)
    for (let at = 0; at < written.length; at++) written[at].set(pieces[at].subarray(0, count), from)
  }
}

const mostArrays = 4

/** Values at a time: pieces of all arrays fit into the processor's first cache. */
const pieceLength = 2048

const addresses = Array.from({ length: mostArrays }, (_, at) => at * pieceLength * 4)

interface Workplace {
  readonly functions: SimdExports<SimdLoop>
  readonly pieces: readonly Float32Array[]
}

function make(): Workplace {
  const memory = newMemory(mostArrays * pieceLength * 4)
  return {
    functions: instantiate(memory),
    pieces: addresses.map((address) => new Float32Array(memory.buffer, address, pieceLength)),
  }
}

let made: Workplace | undefined
