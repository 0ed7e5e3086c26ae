/**
 * The part of TensorFlow.js that this package uses. Its CommonJS bundles are large: `import` parses them twice more than
 * `require` does, to find their format and their names, and takes four times as long.
 */

import { createRequire } from 'node:module'

import type * as Core from '@tensorflow/tfjs-core'
import type * as Layers from '@tensorflow/tfjs-layers'

const require = createRequire(import.meta.url)

/** All of it, for the native backend's own files. */
export const core = require('@tensorflow/tfjs-core') as typeof Core

export const {
  Relu,
  add,
  backend,
  backend_util,
  conv2d,
  customGrad,
  dispose,
  enableProdMode,
  engine,
  getBackend,
  getKernel,
  grad,
  io,
  memory,
  minimum,
  mul,
  registerBackend,
  registerGradient,
  registerKernel,
  relu,
  scalar,
  setBackend,
  slice,
  stridedSlice,
  sum,
  tensor,
  tensor4d,
  tidy,
  unregisterKernel,
  util,
  variableGrads,
  version_core,
} = core

export const { version_layers } = require('@tensorflow/tfjs-layers') as typeof Layers

export type Conv2DInfo = Core.backend_util.Conv2DInfo
export type ModelArtifacts = Core.io.ModelArtifacts
export type SaveResult = Core.io.SaveResult
