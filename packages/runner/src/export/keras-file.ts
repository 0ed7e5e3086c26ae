/**
 * A Keras model as the bytes of a `.keras` file: a zip archive of the configuration and of the weights in HDF5. The same
 * model gives the same bytes.
 */

import type { KerasModel } from '@assay/model-zoo'
import { zipSync } from 'fflate'
import { File, FS, ready } from 'h5wasm'
import type { Group } from 'h5wasm'

/** The earliest release whose format this is. */
const kerasVersion = '3.0.0'

/** Returns what `keras.models.load_model` reads. */
export async function kerasFile({ config, weights }: KerasModel): Promise<Uint8Array> {
  const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
  // An archive cannot say that a file has no date; this is the earliest there is.
  const options = { level: 0, mtime: new Date(1980, 0, 1) } as const
  return zipSync({
    'metadata.json': [text({ keras_version: kerasVersion, date_saved: '1980-01-01@00:00:00' }), options],
    'config.json': [text(config), options],
    'model.weights.h5': [await weightsFile(weights), options],
  })
}

async function weightsFile(weights: KerasModel['weights']): Promise<Uint8Array> {
  await ready
  if (FS === null) throw new Error('The HDF5 library has no file system.')
  const name = 'model.weights.h5'
  withoutClock(() => writeWeights(name, weights))
  const bytes = FS.readFile(name)
  FS.unlink(name)
  return bytes
}

function writeWeights(name: string, weights: KerasModel['weights']): void {
  const file = new File(name, 'w')
  try {
    file.create_group('layers')
    for (const { path, values, shape } of weights) {
      const folders = path.split('/')
      const dataset = folders.pop() ?? ''
      groupAt(file, folders).create_dataset({ name: dataset, data: values, shape: [...shape], dtype: '<f4' })
    }
  } finally {
    file.close()
  }
}

/** HDF5 keeps the time of each change, and its library here has no way to leave it out; nothing is awaited meanwhile. */
function withoutClock(work: () => void): void {
  const { now } = Date
  Date.now = () => 0
  try {
    work()
  } finally {
    Date.now = now
  }
}

function groupAt(file: File, folders: readonly string[]): Group {
  return folders.reduce<Group>((group, name) => {
    const there = group.keys().includes(name) ? group.get(name) : group.create_group(name)
    return there as Group
  }, file)
}
