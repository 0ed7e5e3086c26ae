import { getBackend, getKernel } from '@tensorflow/tfjs-core'

import { startBackend } from '../backends/tensorflow.js'
import { testKernels } from '../testing/kernel-contract.js'
import { kernels } from './install.js'

beforeAll(() => startBackend())

describe('the wasm backend', () => {
  it('runs, with every kernel of this package', () => {
    expect(getBackend()).toBe('wasm')
    for (const { name } of kernels) expect(getKernel(name, 'wasm')).toBeDefined()
  })

  testKernels()
})
