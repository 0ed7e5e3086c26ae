/** The family of backends that jobs run on. It is part of a job's identity, so it is known before any job starts. */

import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Settings } from '../process/arguments.js'
import { UserError } from '../base/failure.js'

/** An installed native backend; nothing of it is loaded here. */
export interface NativeBackend {
  /** The folder whose `node_modules` has the package; jobs receive it. */
  readonly folder: string
  readonly packageName: string
}

const packageNames = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']

/**
 * Looks for an installed package whose binding and library are there: in ASSAY_NATIVE, from the working folder
 * upwards, where the build script puts it, and from this program upwards.
 */
export function findNative({ nativeFolder, workingFolder, cacheFolder }: Settings): NativeBackend | undefined {
  const here = dirname(fileURLToPath(import.meta.url))
  const elsewhere = [...ancestors(workingFolder), join(cacheFolder, 'native'), ...ancestors(here)]
  const folders = nativeFolder === undefined ? elsewhere : [nativeFolder]
  for (const folder of folders) {
    const packageName = packageNames.find((name) => isComplete(join(folder, 'node_modules', name)))
    if (packageName !== undefined) return { folder, packageName }
  }
  return undefined
}

/**
 * Returns the backend's family. `auto` is the native one if it is found on this machine or ASSAY_NATIVE is set; on AWS,
 * where nobody can look, it is wasm.
 */
export function backendFamily(settings: Settings): 'wasm' | 'tensorflow' {
  if (settings.backend !== 'auto') return settings.backend
  if (settings.target === 'aws') return 'wasm'
  const isNamed = settings.nativeFolder !== undefined
  return isNamed || findNative(settings) !== undefined ? 'tensorflow' : 'wasm'
}

/** @throws UserError if local jobs would run on a backend that is not installed. */
export function requireBackend(settings: Settings): void {
  const missing = missingBackend(settings)
  if (missing !== undefined) throw new UserError('backend-not-here', missing)
}

/** Returns the message if local jobs would run on a backend that is not installed. */
export function missingBackend(settings: Settings): string | undefined {
  if (settings.target === 'aws' || backendFamily(settings) === 'wasm' || findNative(settings) !== undefined) return
  const { nativeFolder } = settings
  const where = nativeFolder === undefined ? 'on this machine' : `in "${nativeFolder}", which ASSAY_NATIVE names`
  return `The backend "tensorflow" is not ${where}. "assay doctor" shows why, and how to install it; "--backend wasm" runs without it.`
}

/** A package whose download failed has no binding, or one whose library is missing. */
function isComplete(folder: string): boolean {
  const bindings = entries(join(folder, 'lib')).filter((name) => name.startsWith('napi-v'))
  const libraries = entries(join(folder, 'deps', 'lib')).filter((name) => name.includes('tensorflow'))
  return (
    bindings.some((name) => existsSync(join(folder, 'lib', name, 'tfjs_binding.node'))) &&
    // A link that leads nowhere does not exist.
    libraries.some((name) => existsSync(join(folder, 'deps', 'lib', name)))
  )
}

function entries(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}
