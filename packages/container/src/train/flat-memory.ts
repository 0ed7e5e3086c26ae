/** Detects leaked tensors after each epoch, instead of running out of memory hours later. */

import { memory } from '../base/tensorflow.js'

/** Returns a check for after each epoch. @throws Error if there are more tensors, or more bytes, than after the first. */
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
