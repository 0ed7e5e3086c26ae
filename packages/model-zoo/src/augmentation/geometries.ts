/** Layers that move pixels → their geometries, by name. */

import type { Arguments } from '../definition/layer-definition.js'
import type { LayerName } from '../vocabulary/vocabulary.js'
import { randomCrop, randomFlip } from './flip-and-crop.js'
import type { Crop } from './flip-and-crop.js'
import { randomRotation, randomTranslation, randomZoom } from './random-geometry.js'
import type { Reading } from './random-geometry.js'
import type { Geometry } from './resampling.js'

type Factory = (args: Arguments, outputShape: readonly number[]) => Geometry

/** Each takes the layer's complete arguments. */
export const geometries = {
  random_flip: (args) => randomFlip(args['mode'] as string),
  random_crop: (args, outputShape) => randomCrop(cropOf(args, outputShape)),
  random_rotation: (args) => randomRotation(args['factor'] as number, reading(args)),
  random_translation: (args) =>
    randomTranslation([args['height_factor'] as number, args['width_factor'] as number], reading(args)),
  random_zoom: (args) =>
    randomZoom([args['height_factor'] as number, args['width_factor'] as number | undefined], reading(args)),
} satisfies Partial<Record<LayerName, Factory>>

/** Returns the window that `random_crop` cuts. */
export function cropOf(args: Arguments, [height, width]: readonly number[]): Crop {
  return { height, width, padding: args['padding'] as number }
}

function reading(args: Arguments): Reading {
  return { fillMode: args['fill_mode'] as string, interpolation: args['interpolation'] as string }
}
