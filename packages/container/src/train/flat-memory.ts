/** Tensors that are never given back would end a long job hours later, out of memory; here they end it at once. */

import { memory } from '@tensorflow/tfjs-core'

/** To be called after each epoch. @throws Error where there are more tensors, or larger ones, than after the first. */
export function flatMemory(): (epoch: number) => void {
  let first: { readonly tensors: number; readonly bytes: number } | undefined
  return (epoch) => {
    const { numTensors: tensors, numBytes: bytes } = memory()
    first ??= { tensors, bytes }
    if (tensors <= first.tensors && bytes <= first.bytes) return
    throw new Error(
      `After epoch ${epoch} there are ${tensors} tensors of ${bytes} bytes, after the first there were ` +
        `${first.tensors} of ${first.bytes}: memory leaks.`,
    )
  }
}
