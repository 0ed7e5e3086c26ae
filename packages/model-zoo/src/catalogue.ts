/** The zoo as core sees it: vocabulary, architectures and shape inference. Loads no tensors. */

import { fileURLToPath } from 'node:url'

import type { Catalogue } from '@assay/core'

import { Architectures } from './architectures.js'
import { infer } from './vocabulary/infer.js'
import { architecturesNotAvailableYet, layersNotAvailableYet, vocabulary } from './vocabulary/vocabulary.js'

const folder = fileURLToPath(new URL('../architectures/', import.meta.url))

/** Returns the zoo. Reads each architecture from the package's `architectures/*.yaml` when it is used. */
export function catalogue(): Catalogue {
  const notAvailableYet = { architectures: architecturesNotAvailableYet, layerTypes: layersNotAvailableYet }
  return { architectures: new Architectures(folder), layerTypes: vocabulary, notAvailableYet, infer }
}
