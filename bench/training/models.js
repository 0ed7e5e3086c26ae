// The networks whose training is measured: the classic CIFAR-10 CNN of Keras's examples, and LeNet on the same images.
import { size } from '../smoke.js'

const relu = { activation: 'relu' }
const layer = (type, args = {}) => ({ type, args })
const conv = (filters, kernel_size, args = {}) => layer('conv2d', { filters, kernel_size, ...relu, ...args })
const same = { padding: 'same' }
const head = layer('dense', { units: '$classes', activation: 'softmax' })

/** By name: the layers, images a second that are the goal on wasm, and enough rows for an epoch of a few seconds. */
export const models = {
  cnn: {
    goal: 120,
    rows: size(768, 64),
    layers: [
      ...[conv(32, 3, same), conv(32, 3), layer('max_pooling2d'), layer('dropout', { rate: 0.25 })],
      ...[conv(64, 3, same), conv(64, 3), layer('max_pooling2d'), layer('dropout', { rate: 0.25 })],
      ...[layer('flatten'), layer('dense', { units: 512, ...relu }), layer('dropout', { rate: 0.5 }), head],
    ],
  },
  lenet: {
    goal: 1500,
    rows: size(8192, 64),
    layers: [
      ...[conv(6, 5), layer('max_pooling2d'), conv(16, 5), layer('max_pooling2d'), layer('flatten')],
      ...[layer('dense', { units: 120, ...relu }), layer('dense', { units: 84, ...relu }), head],
    ],
  },
}

/** What Keras's old CIFAR-10 example does to its images: flips, and shifts by a tenth. */
export const augmentation = [
  layer('random_flip', { mode: 'horizontal' }),
  layer('random_translation', {
    ...{ height_factor: 0.1, width_factor: 0.1 },
    ...{ fill_mode: 'nearest', interpolation: 'nearest' },
  }),
]

/** The names that a command line gives, else all. */
export function namedModels(args) {
  const unknown = args.find((name) => !Object.hasOwn(models, name))
  if (unknown) throw new Error(`Unknown model "${unknown}". There are ${Object.keys(models).join(', ')}.`)
  return args.length > 0 ? args : Object.keys(models)
}
