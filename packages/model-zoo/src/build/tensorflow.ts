/**
 * The part of TensorFlow.js that this package uses. Its CommonJS bundles are large: `import` parses them twice more than
 * `require` does, to find their format and their names, and takes four times as long.
 */

import { createRequire } from 'node:module'

import type * as Core from '@tensorflow/tfjs-core'
import type * as Layers from '@tensorflow/tfjs-layers'

const require = createRequire(import.meta.url)

export const {
  add,
  clipByValue,
  clone,
  customGrad,
  div,
  gather,
  mean,
  mul,
  ones,
  slice,
  sqrt,
  sub,
  tensor,
  tensor1d,
  tidy,
  zeros,
} = require('@tensorflow/tfjs-core') as typeof Core

export const { initializers, input, layers, model, regularizers } = require('@tensorflow/tfjs-layers') as typeof Layers

export type Layer = Layers.layers.Layer
