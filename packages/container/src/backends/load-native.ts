/** Loads the native backend of an installed `@tensorflow/tfjs-node` into this program's TensorFlow.js. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compileFunction } from 'node:vm'

import type { KernelBackend } from '@tensorflow/tfjs-core'

import { core } from '../base/tensorflow.js'

/** The part of the binding that this program reads. */
interface Binding {
  readonly TF_Version: string
  readonly isUsingGpuDevice: () => boolean
}

type NewBackend = new (binding: Binding, packageName: string) => KernelBackend

export interface LoadedNative {
  readonly create: () => KernelBackend
  /** The version of the TensorFlow library. */
  readonly version: string
  readonly usesGpu: () => boolean
}

/**
 * Loads a package's kernels and its binding. The package's own entry would load a second TensorFlow.js, whose tensors this
 * program's layers do not know, with three unwanted backends. So its files get this program's TensorFlow.js instead.
 * @throws Error if a file or a shared library is missing.
 */
export function loadNative(folder: string, packageName: string, bindingFile: string): LoadedNative {
  const load = loaderOf({ '@tensorflow/tfjs': core, '@tensorflow/tfjs-core': core })
  const binding = createRequire(join(folder, 'package.json'))(bindingFile) as Binding
  const { NodeJSKernelBackend } = load(join(folder, 'dist', 'nodejs_kernel_backend.js')) as {
    NodeJSKernelBackend: NewBackend
  }
  load(join(folder, 'dist', 'register_all_kernels.js'))
  return {
    create: () => new NodeJSKernelBackend(binding, packageName),
    version: binding.TF_Version,
    usesGpu: () => binding.isUsingGpuDevice(),
  }
}

/** Returns a loader of CommonJS files that gives the substitutes to each file, and to files it loads by relative paths. */
function loaderOf(substitutes: Readonly<Record<string, unknown>>): (file: string) => unknown {
  const loaded = new Map<string, { exports: unknown }>()
  const load = (file: string): unknown => {
    const before = loaded.get(file)
    if (before) return before.exports
    const module = { exports: {} }
    loaded.set(file, module)
    const own = createRequire(file)
    const require = (id: string): unknown =>
      Object.hasOwn(substitutes, id) ? substitutes[id] : id.startsWith('.') ? load(own.resolve(id)) : own(id)
    const names = ['exports', 'require', 'module', '__filename', '__dirname']
    const run = compileFunction(readFileSync(file, 'utf8'), names, { filename: file })
    Reflect.apply(run, module.exports, [module.exports, require, module, file, dirname(file)])
    return module.exports
  }
  return load
}
