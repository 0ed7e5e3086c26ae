import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { startBackend } from './tensorflow.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { readBackendRequest } from './backend.js'

describe('readBackendRequest', () => {
  it('reads the choice and the folder of the native backend, and defaults to wasm', () => {
    expect(readBackendRequest({})).toEqual({ choice: 'wasm' })
    expect(readBackendRequest({ ASSAY_BACKEND: 'auto' })).toEqual({ choice: 'auto' })
    expect(readBackendRequest({ ASSAY_BACKEND: 'tensorflow', ASSAY_NATIVE: '/n' })).toEqual({
      choice: 'tensorflow',
      nativeFolder: '/n',
    })
  })

  it('refuses plain JavaScript', () => {
    expect(() => readBackendRequest({ ASSAY_BACKEND: 'cpu' })).toThrow(
      'ASSAY_BACKEND is "cpu"; expected "auto", "wasm" or "tensorflow". Plain JavaScript would need minutes',
    )
  })
})

describe('startBackend', () => {
  it('refuses to run on a backend other than the requested one', async () => {
    await expect(startBackend({ choice: 'tensorflow', nativeFolder: temporaryFolder() })).rejects.toThrow(
      /^The backend "tensorflow" was asked for and is not here\. "@tensorflow\/tfjs-node-gpu" is not installed in "[^"]+"\./,
    )
  })

  it('takes wasm if nothing faster is installed', async () => {
    const backend = await startBackend({ choice: 'auto', nativeFolder: temporaryFolder() })
    expect(backend).toMatchObject({ name: 'wasm', device: 'cpu' })
  })
})

describe('the program’s check', () => {
  const program = fileURLToPath(new URL('../../bin/train.js', import.meta.url))
  const check = (...args: string[]) => spawnSync(process.execPath, [program, 'check', ...args], { encoding: 'utf8' })

  it('starts the backend and compares a gradient', () => {
    const { status, stdout } = check('--backend', 'wasm')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ name: 'wasm', gradientError: 0 })
  })

  it('reports why a backend does not start', () => {
    const { status, stderr } = check('--backend', 'tensorflow', '--native', join(temporaryFolder(), 'none'))
    expect(status).toBe(1)
    expect(stderr).toMatch(/"@tensorflow\/tfjs-node" is not installed in ".*none"\./)
  })
})
