/** A recurrent layer in both directions. */

import { layers } from '@tensorflow/tfjs-layers'

type Config = Parameters<typeof layers.bidirectional>[0]
type Layer = ReturnType<typeof layers.bidirectional>
type Initializer = NonNullable<Parameters<typeof layers.dense>[0]['kernelInitializer']>

/** Arguments of a recurrent layer that say where its weights start from. */
export type Initializers = Readonly<Record<string, Initializer>>

/** What TensorFlow.js's wrapper has beside its public face. */
interface Directions {
  readonly forwardLayer: { readonly cell: Record<string, unknown> }
  readonly backwardLayer: { readonly cell: Record<string, unknown> }
}

/**
 * Returns the wrapper of TensorFlow.js around a layer. It makes two of the layer by its configuration, seeds included, so
 * that both directions would start from the same weights: each is given initializers of its own.
 */
export function bidirectional(config: Config, initializersOf: (direction: string) => Initializers): Layer {
  const layer = layers.bidirectional(config)
  const { forwardLayer, backwardLayer } = layer as unknown as Directions
  Object.assign(forwardLayer.cell, initializersOf('forward'))
  Object.assign(backwardLayer.cell, initializersOf('backward'))
  return layer
}
