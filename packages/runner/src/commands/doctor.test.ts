import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { cli } from '../testing/cli.js'

interface Told {
  readonly cores: number
  readonly backend: string
  readonly backends: readonly { name: string; works: boolean; gradientError?: number; reason?: string }[]
  readonly data: readonly { name: string }[]
}

describe('assay doctor', () => {
  // An install whose download failed.
  const environment: Record<string, string> = {}
  const assay = cli(environment)

  beforeAll(() => {
    const native = join(assay.folder, 'native')
    const folder = join(native, 'node_modules', '@tensorflow', 'tfjs-node')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "version": "4.22.0" }')
    environment['ASSAY_NATIVE'] = native
  })

  it('starts each backend, and reports why one does not work', async () => {
    const { code, stdout } = await assay.run('doctor', '--json', '--backend', 'wasm')
    expect(code).toBe(0)
    const { cores, backend, backends, data } = JSON.parse(stdout) as Told
    expect(cores).toBeGreaterThan(0)
    expect(backend).toBe('wasm')
    expect(backends[0]).toMatchObject({ name: 'wasm', works: true, gradientError: 0 })
    expect(backends[1]).toMatchObject({ name: 'tensorflow', works: false })
    expect(backends[1]?.reason).toMatch(/"@tensorflow\/tfjs-node" is installed in ".*" without its binding\./)
    expect(data.map(({ name }) => name)).toContain('mnist')
  })

  it('explains how to install the native one', async () => {
    const { stdout } = await assay.run('doctor')
    expect(stdout).toMatch(/wasm +works on the CPU/)
    expect(stdout).toContain('npm install @tensorflow/tfjs-node@4.22.0')
    expect(stdout).toContain(`ASSAY_NATIVE is ${environment['ASSAY_NATIVE']}: set it to the folder of the build`)
  })

  it.each(['tensorflow', 'auto'])('exits with 1 if the chosen backend does not work: %s', async (backend) => {
    const { code, stdout } = await assay.run('doctor', '--backend', backend)
    expect(stdout).toContain('tensorflow is selected but does not work: no job can run here')
    expect(code).toBe(1)
  })
})
