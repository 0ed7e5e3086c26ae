/** A layer's arguments → TensorFlow.js's configuration. The one place where snake case becomes camel case. */

import { deriveSeed } from '../augmentation/seeds.js'
import type { Arguments } from '../definition/layer-definition.js'
import type { InitializerName } from '../definition/shared-arguments.js'
import type { Initializers } from './bidirectional.js'
import { orthogonal } from './orthogonal.js'
import { initializers, regularizers } from './tensorflow.js'

/** Returns the configuration without initializers. */
export function configOf(args: Arguments): Record<string, unknown> {
  const config: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(args)) {
    if (key.endsWith('_initializer')) continue
    if (key.endsWith('_regularizer')) config[camelCase(key)] = regularizer(value as Penalties)
    else config[camelCase(key)] = key.endsWith('activation') && value === 'silu' ? 'swish' : value
  }
  return config
}

/** Returns the initializers, each with its own seed. */
export function initializersOf(args: Arguments, seed: number): Initializers {
  const names = Object.keys(args).filter((key) => key.endsWith('_initializer'))
  return Object.fromEntries(
    names.map((key) => [camelCase(key), seeded[args[key] as InitializerName](deriveSeed(seed, key))]),
  )
}

interface Penalties {
  readonly l1?: number
  readonly l2?: number
}

/** None if both are 0: a regularizer costs a pass over the weights in each step. */
function regularizer({ l1 = 0, l2 = 0 }: Penalties): ReturnType<typeof regularizers.l1l2> | undefined {
  return l1 > 0 || l2 > 0 ? regularizers.l1l2({ l1, l2 }) : undefined
}

const seeded = {
  zeros: () => initializers.zeros(),
  ones: () => initializers.ones(),
  glorot_uniform: (seed) => initializers.glorotUniform({ seed }),
  glorot_normal: (seed) => initializers.glorotNormal({ seed }),
  he_uniform: (seed) => initializers.heUniform({ seed }),
  he_normal: (seed) => initializers.heNormal({ seed }),
  lecun_uniform: (seed) => initializers.leCunUniform({ seed }),
  lecun_normal: (seed) => initializers.leCunNormal({ seed }),
  random_uniform: (seed) => initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed }),
  random_normal: (seed) => initializers.randomNormal({ mean: 0, stddev: 0.05, seed }),
  truncated_normal: (seed) => initializers.truncatedNormal({ mean: 0, stddev: 0.05, seed }),
  orthogonal,
} satisfies Record<InitializerName, (seed: number) => ReturnType<typeof initializers.zeros>>

function camelCase(snake: string): string {
  return snake.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
