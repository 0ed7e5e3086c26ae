/** Random changes to images, in training only. */

import type { LayerDefinition, LayerFamily } from '../definition/layer-definition.js'
import { formatShape, requireRank, ShapeError } from '../definition/shape.js'
import type { Shape } from '../definition/shape.js'
import { count } from '../definition/shared-arguments.js'

const factor = { type: 'number', minimum: 0, maximum: 1 } as const
// How to read outside the image and between pixels; the values are Keras's.
const filling = {
  fill_mode: { type: 'string', values: ['reflect', 'constant', 'wrap', 'nearest'], default: 'reflect' },
  interpolation: { type: 'string', values: ['bilinear', 'nearest'], default: 'bilinear' },
} as const

/** Keras's default is 0 to 255. */
const pixels = [0, 1]

export const augmentationLayers = {
  random_flip: {
    arguments: {
      mode: {
        type: 'string',
        values: ['horizontal', 'vertical', 'horizontal_and_vertical'],
        default: 'horizontal_and_vertical',
      },
    },
    keras: 'RandomFlip',
    inference: 'identity',
    measure(_args, input) {
      requireImage('random_flip', input)
      return { outputShape: input, flops: 0 }
    },
  },
  // Takes the center in inference. `padding` adds zeros around the image in training, and makes the image's own size the
  // default.
  random_crop: {
    arguments: {
      height: { type: 'integer', minimum: 1 },
      width: { type: 'integer', minimum: 1 },
      padding: { type: 'integer', minimum: 0, default: 0 },
    },
    // No `keras`: Keras's `RandomCrop` (3.15) does not crop in inference.
    inference: 'center_crop',
    measure(args, input) {
      requireImage('random_crop', input)
      if (args['padding'] === 0 && (args['height'] === undefined || args['width'] === undefined)) {
        throw new ShapeError('"random_crop" needs the arguments "height" and "width", or "padding".')
      }
      const height = (args['height'] as number | undefined) ?? input[0]
      const width = (args['width'] as number | undefined) ?? input[1]
      if (height > input[0] || width > input[1]) {
        throw new ShapeError(
          `"random_crop" cannot cut ${formatShape([height, width])} out of ${formatShape(input.slice(0, 2))}. ` +
            'Put a "zero_padding2d" before it.',
        )
      }
      return { outputShape: [height, width, input[2]], flops: 0 }
    },
  },
  // Turns by up to `factor` of a full turn, in either direction.
  random_rotation: changing('random_rotation', {
    arguments: { factor: { ...factor, required: true }, ...filling },
    keras: 'RandomRotation',
  }),
  // Shifts by up to these shares of the height and of the width.
  random_translation: changing('random_translation', {
    arguments: {
      height_factor: { ...factor, required: true },
      width_factor: { ...factor, required: true },
      ...filling,
    },
    keras: 'RandomTranslation',
  }),
  // Zooms by up to these shares, in or out; by the same in both directions unless `width_factor` is given.
  random_zoom: changing('random_zoom', {
    arguments: {
      height_factor: { ...factor, maximum: 0.99, required: true },
      width_factor: { ...factor, maximum: 0.99 },
      ...filling,
    },
    keras: 'RandomZoom',
  }),
  // Moves each pixel away from the mean of its channel, or toward it, by up to that factor.
  random_contrast: changing('random_contrast', {
    arguments: { factor: { ...factor, required: true } },
    keras: (args) => ({ className: 'RandomContrast', config: { ...args, value_range: pixels } }),
  }),
  // Adds up to ± factor. Pixels stay between 0 and 1.
  random_brightness: changing('random_brightness', {
    arguments: { factor: { ...factor, required: true } },
    keras: (args) => ({ className: 'RandomBrightness', config: { ...args, value_range: pixels } }),
  }),
  // Zeroes a square with its center in the image. DeVries and Taylor 2017, https://arxiv.org/abs/1708.04552
  cutout: changing('cutout', { arguments: { size: count } }),
  // Mixes each image of a batch, and its label, with another one by a share from Beta(alpha, alpha).
  mix_up: changing('mix_up', {
    arguments: { alpha: { type: 'number', minimum: 0.001, maximum: 1, default: 0.2 } },
  }),
} satisfies LayerFamily

/** A layer that changes an image and keeps its size. */
function changing(name: string, definition: Pick<LayerDefinition, 'arguments' | 'keras'>): LayerDefinition {
  return {
    ...definition,
    inference: 'identity',
    measure(_args, input) {
      requireImage(name, input)
      return { outputShape: input, flops: 0 }
    },
  }
}

function requireImage(name: string, input: Shape): void {
  requireRank(input, 3, name, '[height, width, channels]')
}
