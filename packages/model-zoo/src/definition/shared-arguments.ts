/** Argument rules that several layers have in common, with Keras's names and defaults. */

import type { ArgumentRule } from '@assay/core'

import type { Arguments } from './layer-definition.js'
import type { Shape } from './shape.js'

/** Activations. Each has a gradient on every backend. */
export const activations = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'tanh',
  'softmax',
  'softplus',
  'softsign',
  'swish',
  'silu',
  'gelu',
  'mish',
] as const

/** Weight initializers. Every random one is seeded. */
export const initializers = [
  'zeros',
  'ones',
  'glorot_uniform',
  'glorot_normal',
  'he_uniform',
  'he_normal',
  'lecun_uniform',
  'lecun_normal',
  'random_uniform',
  'random_normal',
  'truncated_normal',
  'orthogonal',
] as const

export type InitializerName = (typeof initializers)[number]

export const activation: ArgumentRule = { type: 'string', values: activations, default: 'linear' }
export const useBias: ArgumentRule = { type: 'boolean', default: true }
export const kernelInitializer: ArgumentRule = { type: 'string', values: initializers, default: 'glorot_uniform' }
export const biasInitializer: ArgumentRule = { type: 'string', values: initializers, default: 'zeros' }
/** Weight decay through the loss: `{l2: 0.01}` adds 0.01 · Σ w² to the trained loss, but not to the printed one. */
export const regularizer: ArgumentRule = { type: 'numbers', values: ['l1', 'l2'], minimum: 0 }
export const recurrentInitializer: ArgumentRule = { type: 'string', values: initializers, default: 'orthogonal' }
export const count: ArgumentRule = { type: 'integer', minimum: 1, required: true }
export const kernelSize: ArgumentRule = { type: 'size', minimum: 1, required: true }
export const strides: ArgumentRule = { type: 'size', minimum: 1, default: 1 }
export const padding: ArgumentRule = { type: 'string', values: ['valid', 'same'], default: 'valid' }

/** Returns the shape of a bias of that size, or nothing without `use_bias`. */
export function biasShape(args: Arguments, size: number): readonly Shape[] {
  return args['use_bias'] === true ? [[size]] : []
}

/** An activation counts one operation per element. */
export function activationFlops(name: unknown, outputElements: number): number {
  return name === 'linear' ? 0 : outputElements
}
