/** Convolutions over sequences and images, channels last. */

import type { Arguments, LayerDefinition, LayerFamily, LayerSize } from '../definition/layer-definition.js'
import { elements, lastAxis, perDimension, requireRank } from '../definition/shape.js'
import type { Shape } from '../definition/shape.js'
import {
  activation,
  activationFlops,
  biasInitializer,
  biasShape,
  count,
  kernelInitializer,
  kernelSize,
  padding,
  regularizer,
  strides,
  useBias,
} from '../definition/shared-arguments.js'
import { windowOutput } from '../definition/window.js'

const axes = ['', '[length, channels]', '[height, width, channels]']
const depthMultiplier = { type: 'integer', minimum: 1, default: 1 } as const

const standardArguments: LayerDefinition['arguments'] = {
  filters: count,
  kernel_size: kernelSize,
  strides,
  padding,
  activation,
  use_bias: useBias,
  kernel_initializer: kernelInitializer,
  bias_initializer: biasInitializer,
  kernel_regularizer: regularizer,
  bias_regularizer: regularizer,
}

function standard(name: string, keras: string, dimensions: number): LayerDefinition {
  return {
    arguments: standardArguments,
    keras,
    weights: (args, input) => {
      const filters = args['filters'] as number
      return [[...kernelOf(args, dimensions), lastAxis(input), filters], ...biasShape(args, filters)]
    },
    measure(args, input) {
      const { spatial, taps, channels } = slide(name, dimensions, args, input)
      const filters = args['filters'] as number
      return sized([...spatial, filters], 2 * taps * channels, args)
    },
  }
}

const depthwise: LayerDefinition = {
  arguments: {
    kernel_size: kernelSize,
    strides,
    padding,
    depth_multiplier: depthMultiplier,
    activation,
    use_bias: useBias,
    depthwise_initializer: kernelInitializer,
    bias_initializer: biasInitializer,
    depthwise_regularizer: regularizer,
    bias_regularizer: regularizer,
  },
  keras: 'DepthwiseConv2D',
  weights: (args, input) => {
    const multiplier = args['depth_multiplier'] as number
    return [depthwiseKernel(args, input), ...biasShape(args, lastAxis(input) * multiplier)]
  },
  measure(args, input) {
    const { spatial, taps, channels } = slide('depthwise_conv2d', 2, args, input)
    const outputs = channels * (args['depth_multiplier'] as number)
    return sized([...spatial, outputs], 2 * taps, args)
  },
}

const separable: LayerDefinition = {
  arguments: {
    filters: count,
    kernel_size: kernelSize,
    strides,
    padding,
    depth_multiplier: depthMultiplier,
    activation,
    use_bias: useBias,
    depthwise_initializer: kernelInitializer,
    pointwise_initializer: kernelInitializer,
    bias_initializer: biasInitializer,
    depthwise_regularizer: regularizer,
    pointwise_regularizer: regularizer,
    bias_regularizer: regularizer,
  },
  keras: 'SeparableConv2D',
  weights: (args, input) => {
    const filters = args['filters'] as number
    const pointwise = [1, 1, lastAxis(input) * (args['depth_multiplier'] as number), filters]
    return [depthwiseKernel(args, input), pointwise, ...biasShape(args, filters)]
  },
  measure(args, input) {
    const { spatial, taps, channels } = slide('separable_conv2d', 2, args, input)
    const middle = channels * (args['depth_multiplier'] as number)
    const filters = args['filters'] as number
    const pointwise = sized([...spatial, filters], 2 * middle, args)
    return { ...pointwise, flops: 2 * taps * elements(spatial) * middle + pointwise.flops }
  },
}

/** Spreads each input pixel over a window, like the gradient of a convolution. */
const transpose: LayerDefinition = {
  arguments: standardArguments,
  keras: 'Conv2DTranspose',
  weights: (args, input) => {
    const filters = args['filters'] as number
    return [[...kernelOf(args, 2), filters, lastAxis(input)], ...biasShape(args, filters)]
  },
  measure(args, input) {
    requireRank(input, 3, 'conv2d_transpose', axes[2])
    const kernel = kernelOf(args, 2)
    const steps = perDimension(args['strides'], 2, 'strides')
    const spatial = steps.map((stride, axis) => {
      const overhang = args['padding'] === 'valid' ? Math.max(kernel[axis] - stride, 0) : 0
      return input[axis] * stride + overhang
    })
    const filters = args['filters'] as number
    const spread = sized([...spatial, filters], 0, args)
    return { ...spread, flops: spread.flops + 2 * elements(input) * elements(kernel) * filters }
  },
}

function kernelOf(args: Arguments, dimensions: number): number[] {
  return perDimension(args['kernel_size'], dimensions, 'kernel_size')
}

function depthwiseKernel(args: Arguments, input: Shape): Shape {
  return [...kernelOf(args, 2), lastAxis(input), args['depth_multiplier'] as number]
}

function slide(
  name: string,
  dimensions: number,
  args: Arguments,
  input: Shape,
): { spatial: number[]; taps: number; channels: number } {
  requireRank(input, dimensions + 1, name, axes[dimensions])
  const kernel = kernelOf(args, dimensions)
  const steps = perDimension(args['strides'], dimensions, 'strides')
  return {
    spatial: windowOutput(name, input.slice(0, dimensions), kernel, steps, args['padding']),
    taps: elements(kernel),
    channels: input[dimensions],
  }
}

function sized(outputShape: Shape, flopsPerOutput: number, args: Arguments): LayerSize {
  const outputs = elements(outputShape)
  const bias = args['use_bias'] ? 1 : 0
  return {
    outputShape,
    flops: (flopsPerOutput + bias) * outputs + activationFlops(args['activation'], outputs),
  }
}

export const convolutionLayers = {
  conv1d: standard('conv1d', 'Conv1D', 1),
  conv2d: standard('conv2d', 'Conv2D', 2),
  depthwise_conv2d: depthwise,
  separable_conv2d: separable,
  conv2d_transpose: transpose,
} satisfies LayerFamily
