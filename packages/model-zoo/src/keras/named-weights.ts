/** Reads a model's weights from TensorFlow.js's files, without TensorFlow.js. */

/** A weight of a trained model. Its name begins with its layer's id: `conv/kernel`. */
export interface NamedWeight {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

interface Manifest {
  readonly weightsManifest: readonly {
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[]
  }[]
}

/**
 * Returns the weights in the order of the file, given the text of `model.json` and the bytes of `weights.bin`.
 * @throws RangeError if the two do not match.
 */
export function readNamedWeights(modelJson: string, bytes: Uint8Array): readonly NamedWeight[] {
  let at = 0
  const { weightsManifest } = JSON.parse(modelJson) as Manifest
  const weights = weightsManifest.flatMap((group) =>
    group.weights.map(({ name, shape, dtype }) => {
      const length = 4 * shape.reduce((product, size) => product * size, 1)
      if (dtype !== 'float32') throw new RangeError(`The weight "${name}" is of type "${dtype}"; expected "float32".`)
      if (at + length > bytes.length) throw new RangeError(`"weights.bin" ends within the weight "${name}".`)
      // Copies, because the values may start at any byte.
      const values = new Float32Array(Uint8Array.from(bytes.subarray(at, (at += length))).buffer)
      return { name, shape, values }
    }),
  )
  if (at === bytes.length) return weights
  throw new RangeError(`"weights.bin" has ${bytes.length} bytes; "model.json" describes ${at}.`)
}
