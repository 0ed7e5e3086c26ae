/** Instances of the module that `assembly/` compiles to. */

import { simdModule } from './simd-module.generated.js'

/** The module's functions. */
export type SimdExports<Name extends string> = Readonly<Record<Name, (...args: number[]) => void>>

/** Returns the functions, bound to a memory. */
export function instantiate<Name extends string>(memory: object): SimdExports<Name> {
  compiled ??= new WebAssembly.Module(Buffer.from(simdModule, 'base64'))
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as SimdExports<Name>
}

/** Returns a memory of at least that many bytes. */
export function newMemory(bytes: number): { readonly buffer: ArrayBuffer } {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) })
}

let compiled: object | undefined

/** Node's types lack it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
}
