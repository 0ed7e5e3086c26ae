/** Whether a running training job is stopped before its end: early stopping, or Hyperband. */
import type { TrainingJob } from '../training-job/record.js'
import type { TuningJob } from './record.js'
import { definitionsOf } from './request.js'
import type { CreateTuningJobRequest, Definition } from './request.js'
import { stopEarly } from '../../tuning/early-stopping.js'
import { bracketOf, stopAtRung } from '../../tuning/hyperband.js'
import type { HyperbandSettings } from '../../tuning/hyperband.js'

/** In these static hyperparameters SageMaker looks for the number of epochs. */
const epochNames = ['epochs', 'numepochs', 'n-epochs', 'n_epochs', 'num_epochs']

/** Returns the number of epochs that hyperparameters name, if they do. */
export function epochsOf(hyperparameters: Readonly<Record<string, string>> = {}): number | undefined {
  const named = epochNames.map((name) => hyperparameters[name]).find((text) => /^\d+$/.test(text ?? ''))
  const epochs = Number(named)
  return named === undefined || epochs < 1 ? undefined : epochs
}

/** Returns whether the training jobs of a tuning job keep their objective of every epoch. */
export function keepsCurve({ request: { HyperParameterTuningJobConfig: config } }: TuningJob): boolean {
  return config.Strategy === 'Hyperband' || config.TrainingJobEarlyStoppingType === 'Auto'
}

/** Returns Hyperband's settings for a definition, or undefined if MaxResource is neither given nor can be inferred. */
export function hyperbandSettings(
  { HyperParameterTuningJobConfig: { StrategyConfig } }: CreateTuningJobRequest,
  { definition }: Definition,
): HyperbandSettings | undefined {
  const { MinResource = 1, MaxResource } = StrategyConfig?.HyperbandStrategyConfig ?? {}
  const maxResource = MaxResource ?? epochsOf(definition.StaticHyperParameters)
  return maxResource === undefined ? undefined : { minResource: MinResource, maxResource }
}

/**
 * Returns whether to stop a job because of an objective that came after so many epochs: asked once for each
 * epoch up to the latest. `children` are all training jobs of the tuning job.
 */
export function isToStop(
  tuningJob: TuningJob,
  job: TrainingJob,
  children: readonly TrainingJob[],
  from: number,
): boolean {
  const { tuning } = job
  const definition = tuning && definitionsOf(tuningJob.request)[tuning.definition]
  if (!definition || !tuning.curve) return false
  const curve = tuning.curve
  const others = children.filter(({ id, tuning: other }) => id !== job.id && other?.definition === tuning.definition)
  const test = testOf(tuningJob, definition, tuning.index, others)
  // A job in its own last epoch ends by itself. Values printed after that are no epochs.
  const last = (epochsOf(job.request.HyperParameters) ?? Infinity) - 1
  for (let epochs = from + 1; epochs <= Math.min(curve.length, last); epochs += 1)
    if (test(curve.slice(0, epochs))) return true
  return false
}

function testOf(
  tuningJob: TuningJob,
  definition: Definition,
  index: number,
  others: readonly TrainingJob[],
): (curve: readonly number[]) => boolean {
  const goal = definition.objective.Type
  const curveOf = ({ tuning }: TrainingJob) => tuning?.curve ?? []
  if (tuningJob.request.HyperParameterTuningJobConfig.Strategy !== 'Hyperband') {
    const previous = others.filter(({ status }) => status === 'Completed' || status === 'Stopped').map(curveOf)
    return (curve) => stopEarly(goal, curve, previous)
  }
  const settings = hyperbandSettings(tuningJob.request, definition)
  if (!settings) return () => false
  const curves = others.map(curveOf)
  const bracket = bracketOf(settings, index)
  return (curve) => stopAtRung(settings, goal, curve, curves, bracket)
}
