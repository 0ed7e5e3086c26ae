/** Weights handed on from another job: the channel `init_weights` has that job's `model.tar.gz`. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { InitSpec, ResolvedLayer } from '@assay/core'
import { matchesNothing, selectLayers, takenLayers } from '@assay/core/internal'
import type { LayerShape, ModelDescription } from '@assay/core/internal'
import { readNamedWeights } from '@assay/model-zoo'
import type { NamedWeight } from '@assay/model-zoo'
import { freeze, infer } from '@assay/model-zoo/build'
import type { Weight } from '@assay/model-zoo/build'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import { list } from 'tar'

import { JobFailure } from '../base/job-failure.js'
import type { Log } from '../base/log.js'
import { tensor } from '../base/tensorflow.js'

const archive = 'model.tar.gz'
const members = ['assay.json', 'model.json', 'weights.bin'] as const

/** The job's own model, its layers and its input shape. */
interface Own {
  readonly model: LayersModel
  readonly layers: readonly ResolvedLayer[]
  readonly inputShape: readonly number[]
}

/**
 * Writes the weights of the matching layers into the model and logs which. Returns the weights that are not trained. The
 * archive is never unpacked to the disk.
 * @throws JobFailure if there is no such model, a glob matches nothing, or shapes differ.
 */
export async function takeWeights(own: Own, folder: string, init: InitSpec, log: Log): Promise<ReadonlySet<Weight>> {
  const donor = await readDonor(folder)
  const shapes = shapesOf(own.layers, own.inputShape)
  const theirs = shapesOf(donor.layers, donor.inputShape)
  const { layers, problems } = takenLayers({ layers: own.layers, shapes }, theirs, init.layers, 'the other model')
  if (problems.length > 0) throw new JobFailure(problems.map(({ message }) => message).join('\n'))
  for (const id of layers) write(own.model, id, donor.weights)
  log(`Took the weights of ${layers.length === 1 ? 'one layer' : `${layers.length} layers`}: ${layers.join(', ')}.`)
  const frozen = frozenLayers(own.layers, shapes, init.freeze ?? [])
  const left = freeze(own.model, frozen)
  if (frozen.length > 0) log(`Not trained: ${frozen.join(', ')} (${countOf(left)} parameters).`)
  return left
}

/** Returns the number of parameters in weights. */
function countOf(weights: Iterable<Weight>): number {
  return [...weights].reduce((sum, { shape }) => sum + shape.reduce<number>((product, n) => product * (n ?? 1), 1), 0)
}

function frozenLayers(layers: readonly ResolvedLayer[], shapes: readonly LayerShape[], globs: readonly string[]) {
  const weighty = new Set(shapes.filter(({ weights }) => weights.length > 0).map(({ id }) => id))
  const frozen = globs.flatMap((glob) => {
    const ids = selectLayers(layers, glob).filter((id) => weighty.has(id))
    if (ids.length === 0) throw new JobFailure(matchesNothing(glob, shapes))
    return ids
  })
  return [...new Set(frozen)]
}

function shapesOf(layers: readonly ResolvedLayer[], inputShape: readonly number[]): readonly LayerShape[] {
  const inference = infer(layers, inputShape)
  if (!inference.fits) throw new JobFailure(`The layer "${inference.layer}" does not fit. ${inference.message}`)
  return inference.layers
}

function write(model: LayersModel, id: string, weights: readonly NamedWeight[]): void {
  const theirs = weights.filter(({ name }) => name.startsWith(`${id}/`))
  model.getLayer(id).weights.forEach((weight, index) => {
    const { values, shape } = theirs[index]
    const value = tensor(values, [...shape], 'float32')
    weight.write(value)
    value.dispose()
  })
}

interface Donor extends Pick<ModelDescription, 'layers' | 'inputShape'> {
  readonly weights: readonly NamedWeight[]
}

async function readDonor(folder: string): Promise<Donor> {
  const file = join(folder, archive)
  if (!existsSync(file)) throw new JobFailure(`The channel "init_weights" has no "${archive}".`)
  try {
    const [description, topology, weights] = await readMembers(file)
    const { layers, inputShape } = JSON.parse(description.toString('utf8')) as ModelDescription
    return { layers, inputShape, weights: readNamedWeights(topology.toString('utf8'), weights) }
  } catch (error) {
    const message = `The model of the channel "init_weights" cannot be read: ${(error as Error).message}`
    throw new JobFailure(message, { cause: error })
  }
}

async function readMembers(file: string): Promise<Buffer[]> {
  const found = new Map<string, Buffer>()
  await list({
    file,
    strict: true,
    onReadEntry: (entry) => {
      const name = entry.path.replace(/^\.\//, '')
      if (!(members as readonly string[]).includes(name)) return
      const chunks: Buffer[] = []
      entry.on('data', (chunk: Buffer) => chunks.push(chunk))
      entry.on('end', () => found.set(name, Buffer.concat(chunks)))
    },
  })
  return members.map((name) => {
    const bytes = found.get(name)
    if (bytes === undefined) throw new Error(`"${name}" is missing.`)
    return bytes
  })
}
