/** Layers that are random in training: in inference they do nothing, but for `random_crop`, which takes the middle. */

import type { Shape } from './shape.js'

const trainingOnly = new Set([
  'alpha_dropout',
  'cutout',
  'dropout',
  'gaussian_dropout',
  'gaussian_noise',
  'mix_up',
  'random_brightness',
  'random_contrast',
  'random_crop',
  'random_flip',
  'random_rotation',
  'random_translation',
  'random_zoom',
  'spatial_dropout1d',
  'spatial_dropout2d',
])

/** Whether a layer is random in training, and in inference something simpler, if anything. */
export function isTrainingOnly(type: string): boolean {
  return trainingOnly.has(type)
}

/** Returns how many rows and columns are cut off before and after to leave the middle of an image. */
export function centreCropping(inputShape: Shape, outputShape: Shape): [[number, number], [number, number]] {
  const around = (axis: 0 | 1): [number, number] => {
    const all = (inputShape[axis] ?? 0) - (outputShape[axis] ?? 0)
    return [Math.floor(all / 2), Math.ceil(all / 2)]
  }
  return [around(0), around(1)]
}
