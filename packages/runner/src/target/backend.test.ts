import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { readSettings } from '../process/arguments.js'
import { backendFamily, findNative, requireBackend } from './backend.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const root = temporaryFolder()
const project = join(root, 'project')
const settings = (flags: { backend?: string; target?: string } = {}, environment: Record<string, string> = {}) =>
  readSettings(flags, { ASSAY_CACHE: join(root, 'cache'), ASSAY_NATIVE: project, ...environment }, root)

/** Lays out what an install leaves; nothing here is loaded. */
function install(name: string, files: readonly string[]): string {
  const folder = join(project, 'node_modules', '@tensorflow', name)
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  return folder
}

const complete = ['lib/napi-v8/tfjs_binding.node', 'deps/lib/libtensorflow.so.2']

describe('the native backend', () => {
  afterEach(() => rmSync(project, { recursive: true, force: true }))

  it('is found if its binding and its library exist', () => {
    install('tfjs-node', complete)
    expect(findNative(settings())).toEqual({ folder: project, packageName: '@tensorflow/tfjs-node' })
    expect(backendFamily(settings())).toBe('tensorflow')
    expect(() => requireBackend(settings({ backend: 'tensorflow' }))).not.toThrow()
  })

  it.each([
    ['a package without its binding', ['package.json', complete[1] ?? '']],
    ['a package without its library', ['package.json', complete[0] ?? '']],
    ['an empty folder', []],
  ])('is not %s', (_, files) => {
    install('tfjs-node', files)
    expect(findNative(settings())).toBeUndefined()
    const named = `The backend "tensorflow" is not in "${project}", which ASSAY_NATIVE names. "assay doctor" shows why`
    expect(() => requireBackend(settings({ backend: 'tensorflow' }))).toThrow(named)
    // Whoever names its folder asks for it: other jobs than were meant would be the answer.
    expect(backendFamily(settings())).toBe('tensorflow')
    expect(() => requireBackend(settings())).toThrow(named)
    expect(() => requireBackend(settings({ backend: 'wasm' }))).not.toThrow()
  })

  it('is not found if nothing is installed', () => {
    const nowhere = (flags: { backend?: string }) => readSettings(flags, { ASSAY_CACHE: join(root, 'cache') }, '/')
    expect(backendFamily(nowhere({}))).toBe('wasm')
    expect(() => requireBackend(nowhere({}))).not.toThrow()
    expect(() => requireBackend(nowhere({ backend: 'tensorflow' }))).toThrow('is not on this machine.')
  })

  it('is the GPU package if both are installed, and is found from the working folder upwards', () => {
    install('tfjs-node', complete)
    install('tfjs-node-gpu', complete)
    const deep = readSettings({}, { ASSAY_CACHE: join(root, 'cache') }, join(project, 'deep'))
    expect(findNative(deep)).toEqual({ folder: project, packageName: '@tensorflow/tfjs-node-gpu' })
  })

  it('is found where the build script puts it', () => {
    install('tfjs-node', complete)
    cpSync(project, join(root, 'cache', 'native'), { recursive: true })
    const found = findNative(readSettings({}, { ASSAY_CACHE: join(root, 'cache') }, '/'))
    expect(found?.folder).toBe(join(root, 'cache', 'native'))
  })

  it('gives way to the chosen backend, and on AWS to wasm', () => {
    install('tfjs-node', complete)
    expect(backendFamily(settings({ backend: 'wasm' }))).toBe('wasm')
    expect(backendFamily(settings({ target: 'aws' }))).toBe('wasm')
    expect(backendFamily(settings({ target: 'aws', backend: 'tensorflow' }))).toBe('tensorflow')
  })
})
