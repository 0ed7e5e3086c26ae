/** One step of training: runs a batch forward and backward, then moves the weights. */

import type { Mixing, Weight } from '@assay/model-zoo/build'
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'

import { add, customGrad, mul, scalar, tensor, tidy, variableGrads } from '../base/tensorflow.js'
import { updateVariable } from '../kernels/update-variable.js'
import type { MetricSums } from '../evaluate/metrics.js'
import type { Optimizer } from '../optimize/optimizer.js'

/** Runs one batch, adds its outputs to `sums` and returns its loss. */
export type TrainingStep = (
  input: Float32Array,
  shape: number[],
  targets: Float64Array,
  sums: MetricSums,
  /** How the model mixes this batch's examples. Default: it does not. */
  mixing?: Mixing,
) => number

/** Returns the step of a model and an optimizer. It does not change `frozen` weights, and leaks no tensors. */
export function trainingStep(
  model: LayersModel,
  optimizer: Optimizer,
  frozen: ReadonlySet<Weight> = new Set(),
): TrainingStep {
  const trained = model.trainableWeights.filter((weight) => !frozen.has(weight))
  if (trained.length === 0) return measuringStep(model)
  // `read` returns the variable itself, which TensorFlow.js's layers wrap.
  const variables = trained.map((weight) => weight.read() as Variable)
  return (values, shape, targets, sums, mixing) =>
    tidy(() => {
      const input = tensor(values, shape, 'float32')
      let loss = NaN
      const { grads } = variableGrads(() => {
        const outputs = model.apply(input, { training: true }) as Tensor
        const lossOf = customGrad((computed) => {
          const results = (computed as Tensor).dataSync<'float32'>()
          const gradient = new Float32Array(results.length)
          loss = sums.add(results, targets, shape[0], { gradient, mixing })
          return {
            value: scalar(loss),
            gradFunc: (above: Tensor) => mul(above, tensor(gradient, outputs.shape, 'float32')),
          }
        })
        // Training descends the regularizers' terms too; the reported loss is that of the data alone.
        return model.calculateLosses().reduce((sum, each) => add<Scalar>(sum, each), lossOf(outputs) as Scalar)
      }, variables)
      if (!Number.isFinite(loss)) return loss
      optimizer.begin()
      variables.forEach((variable, index) => {
        updateVariable(variable, grads[variable.name], (weights, gradient) =>
          optimizer.update(index, weights, gradient),
        )
      })
      return loss
    })
}

/** For a model that has nothing to train, such as a naive forecast, or whose weights are all frozen. */
function measuringStep(model: LayersModel): TrainingStep {
  return (values, shape, targets, sums, mixing) =>
    tidy(() => {
      const outputs = model.apply(tensor(values, shape, 'float32'), { training: true }) as Tensor
      return sums.add(outputs.dataSync<'float32'>(), targets, shape[0], { mixing })
    })
}
