import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

describe('the SIMD module', () => {
  it('is compiled from its sources', () => {
    const script = join(import.meta.dirname, '..', '..', '..', 'scripts', 'build-simd.js')
    const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8', env: {} })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})
