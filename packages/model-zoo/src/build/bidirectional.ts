/** Runs a recurrent layer in both directions. */

import { layers } from './tensorflow.js'

type Config = Parameters<typeof layers.bidirectional>[0]
type Layer = ReturnType<typeof layers.bidirectional>
type Initializer = NonNullable<Parameters<typeof layers.dense>[0]['kernelInitializer']>

/** Initializers by their argument names. */
export type Initializers = Readonly<Record<string, Initializer>>

/** Non-public members of TensorFlow.js's wrapper. */
interface Directions {
  readonly forwardLayer: { readonly cell: Record<string, unknown> }
  readonly backwardLayer: { readonly cell: Record<string, unknown> }
}

/**
 * Returns TensorFlow.js's wrapper around a layer. The wrapper copies the layer with its seeds, so both directions would
 * start from the same weights; this gives each direction its own initializers.
 */
export function bidirectional(config: Config, initializersOf: (direction: string) => Initializers): Layer {
  const layer = layers.bidirectional(config)
  const { forwardLayer, backwardLayer } = layer as unknown as Directions
  Object.assign(forwardLayer.cell, initializersOf('forward'))
  Object.assign(backwardLayer.cell, initializersOf('backward'))
  return layer
}
