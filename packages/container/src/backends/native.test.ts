import { backend, getBackend } from '@tensorflow/tfjs-core'
// Registers the gradients.
import '@tensorflow/tfjs-layers'

import { startBackend } from './tensorflow.js'
import { testKernels } from '../testing/kernel-contract.js'
import { findNative } from './find-native.js'

const folder = process.env['ASSAY_NATIVE']
const { found, reasons } = findNative(folder)
const why = found.length > 0 ? '' : ` (skipped: ${reasons.join(' ')})`
const describeWhereFound = found.length > 0 ? describe : describe.skip

describeWhereFound(`the native backend${why}`, () => {
  beforeAll(() => startBackend({ choice: 'tensorflow', ...(folder !== undefined && { nativeFolder: folder }) }))

  it('is the active backend', () => {
    expect(getBackend()).toBe('tensorflow')
    expect(backend().constructor.name).toBe('NodeJSKernelBackend')
  })

  testKernels()
})
