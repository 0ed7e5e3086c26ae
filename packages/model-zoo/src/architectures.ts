/** The architectures of a folder, each parsed when it is read: an experiment uses one or two, and YAML is slow to parse. */

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

import type { Architecture } from '@assay/core'
import { parse } from 'yaml'

/** A map from file names without `.yaml`, sorted, to what the files say. */
export class Architectures implements ReadonlyMap<string, Architecture> {
  readonly #folder: string
  readonly #names: ReadonlySet<string>
  readonly #parsed = new Map<string, Architecture>()

  constructor(folder: string) {
    this.#folder = folder
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
    this.#names = new Set(files.sort().map((file) => basename(file, '.yaml')))
  }

  get size(): number {
    return this.#names.size
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  get(name: string): Architecture | undefined {
    return this.has(name) ? this.#read(name) : undefined
  }

  keys(): SetIterator<string> {
    return this.#names.values()
  }

  *values(): MapIterator<Architecture> {
    for (const name of this.#names) yield this.#read(name)
  }

  *entries(): MapIterator<[string, Architecture]> {
    for (const name of this.#names) yield [name, this.#read(name)]
  }

  [Symbol.iterator](): MapIterator<[string, Architecture]> {
    return this.entries()
  }

  forEach(visit: (value: Architecture, name: string, map: ReadonlyMap<string, Architecture>) => void): void {
    for (const [name, architecture] of this) visit(architecture, name, this)
  }

  #read(name: string): Architecture {
    const known = this.#parsed.get(name)
    if (known !== undefined) return known
    const content = parse(readFileSync(join(this.#folder, `${name}.yaml`), 'utf8')) as Omit<Architecture, 'name'>
    const architecture = { name, ...content }
    this.#parsed.set(name, architecture)
    return architecture
  }
}
