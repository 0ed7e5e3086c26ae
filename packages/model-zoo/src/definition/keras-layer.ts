/** A layer of the vocabulary → the Keras layer that does the same. */

import type { Arguments, KerasContext, KerasLayer, LayerDefinition } from './layer-definition.js'

/** Returns the Keras layer, or undefined if Keras has none that does the same in training and in inference. */
export function kerasLayer({ keras }: LayerDefinition, args: Arguments, context: KerasContext): KerasLayer | undefined {
  if (keras === undefined) return undefined
  if (typeof keras === 'string') return { className: keras, config: configOf(args) }
  const { className, config } = keras(args, context)
  return { className, config: configOf(config) }
}

function configOf(args: Arguments): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]): [string, unknown] => {
      if (name.endsWith('_regularizer')) return [name, regularizer(value as Penalties)]
      return [name, name.endsWith('activation') && value === 'swish' ? 'silu' : value]
    }),
  )
}

interface Penalties {
  readonly l1?: number
  readonly l2?: number
}

function regularizer({ l1 = 0, l2 = 0 }: Penalties): unknown {
  return { module: 'keras.regularizers', class_name: 'L1L2', config: { l1, l2 }, registered_name: null }
}
