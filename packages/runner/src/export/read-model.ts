/** A completed job's `model.tar.gz` → the trained model. */

import type { JobRecord } from '@assay/core'
import type { ModelDescription } from '@assay/core/internal'
import { readNamedWeights, type TrainedModel } from '@assay/model-zoo'

import { UserError } from '../base/failure.js'
import type { Storage } from '../sagemaker/storage/storage.js'
import { readMembers } from './read-members.js'

/** @throws UserError if the job has not completed, or has left no model of ours. */
export async function readModel(job: JobRecord, storage: Storage): Promise<TrainedModel> {
  if (job.status !== 'Completed') {
    throw new UserError('not-completed', `The job "${job.name}" has not completed: it is "${job.status}".`)
  }
  const names = ['assay.json', 'model.json', 'weights.bin']
  const members = job.modelUri === undefined ? undefined : await readMembers(job.modelUri, names, storage)
  const [description, topology, weights] = names.map((name) => members?.get(name))
  if (!description || !topology || !weights) {
    throw new UserError('no-model', `The job "${job.name}" has left no model that assay can read.`)
  }
  const described = JSON.parse(description.toString('utf8')) as ModelDescription
  const { layers, inputShape, scaling, text: texts, forecast } = described
  if (texts) {
    const message = `The model of "${job.name}" begins with a "text_vectorization", which cannot be exported yet.`
    throw new UserError('not-in-keras', message)
  }
  return {
    layers,
    inputShape,
    weights: readNamedWeights(topology.toString('utf8'), weights),
    divisor: divisorOf(described),
    ...(scaling === undefined ? {} : { scaling }),
    ...(forecast === undefined ? {} : { values: { mean: forecast.mean, deviation: forecast.deviation } }),
  }
}

/** Models written before they recorded their inputs are of pixels, unless they are of a table. */
function divisorOf({ divisor, spec }: ModelDescription): number {
  return divisor ?? (spec.data.format === 'csv' ? 1 : 255)
}
