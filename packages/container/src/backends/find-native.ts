/** Finds an installed `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node` that can be loaded. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { version_core } from '../base/tensorflow.js'

/** An installed package with its binding. */
export interface NativePackage {
  readonly name: string
  readonly version: string
  readonly folder: string
  readonly bindingFile: string
}

/** The packages that can be loaded, the fastest first, and the reasons why others cannot. */
export interface NativeSearch {
  readonly found: readonly NativePackage[]
  readonly reasons: readonly string[]
}

/** Resolves the packages as Node does, from a folder upwards. */
export function findNative(said?: string): NativeSearch {
  const from = said ?? dirname(fileURLToPath(import.meta.url))
  const where = said === undefined ? '' : ` in "${said}"`
  const looks = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'].map((name) => look(name, from, where))
  return {
    found: looks.filter((one) => typeof one !== 'string'),
    reasons: looks.filter((one) => typeof one === 'string'),
  }
}

function look(name: string, from: string, where: string): NativePackage | string {
  const folder = folderOf(name, from)
  if (folder === undefined) return `"${name}" is not installed${where}.`
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  if (version !== version_core) return `"${name}" is version ${version}; expected ${version_core}.`
  const bindingFile = bindingOf(folder)
  if (bindingFile === undefined) return `"${name}" is installed in "${folder}" without its binding.`
  if (name.endsWith('-gpu') && !gpuDevices.some(existsSync)) return `"${name}" is installed, but no NVIDIA GPU is here.`
  return { name, version, folder, bindingFile }
}

/** Files of NVIDIA's driver on Linux, in the Windows Subsystem for Linux, and on Windows. */
const gpuDevices = ['/dev/nvidiactl', '/dev/dxg', 'C:\\Windows\\System32\\nvidia-smi.exe']

function folderOf(name: string, from: string): string | undefined {
  try {
    return dirname(createRequire(join(from, 'package.json')).resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}

/** Returns the binding for the newest version of Node-API that this Node supports. */
function bindingOf(folder: string): string | undefined {
  const library = join(folder, 'lib')
  const versions = existsSync(library) ? readdirSync(library) : []
  return versions
    .map((entry) => ({ entry, version: Number(/^napi-v(\d+)$/.exec(entry)?.[1]) }))
    .filter(({ version }) => version <= Number(process.versions.napi))
    .sort((a, b) => b.version - a.version)
    .map(({ entry }) => join(library, entry, 'tfjs_binding.node'))
    .find((file) => existsSync(file))
}
