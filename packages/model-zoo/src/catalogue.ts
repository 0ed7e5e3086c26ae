/** The zoo as core sees it: vocabulary, architectures and shape inference. Loads no tensors. */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Architecture, Catalogue } from '@assay/core'
import { parse } from 'yaml'

import { infer } from './vocabulary/infer.js'
import { architecturesNotAvailableYet, layersNotAvailableYet, vocabulary } from './vocabulary/vocabulary.js'

const folder = fileURLToPath(new URL('../architectures/', import.meta.url))

/** Returns the zoo. Reads the architectures from the package's `architectures/*.yaml`. */
export function catalogue(): Catalogue {
  const architectures = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file): [string, Architecture] => {
      const name = basename(file, '.yaml')
      return [name, { name, ...(parse(readFileSync(join(folder, file), 'utf8')) as Omit<Architecture, 'name'>) }]
    })
  const notAvailableYet = { architectures: architecturesNotAvailableYet, layerTypes: layersNotAvailableYet }
  return { architectures: new Map(architectures), layerTypes: vocabulary, notAvailableYet, infer }
}
