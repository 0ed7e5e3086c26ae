/** Caches results that can be computed again, so it ignores files that it cannot write. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { writeAtomically } from '../../base/atomic-file.js'
import { makeStateFolder, type StateFolder } from '../../target/state-folder.js'

/** Plain JSON by kind and key. */
export interface Cache {
  readonly read: (kind: string, key: string) => Promise<unknown>
  readonly write: (kind: string, key: string, value: unknown) => Promise<void>
}

/** Returns the cache of a state folder, which need not exist. */
export function folderCache(folder: StateFolder): Cache {
  const pathOf = (kind: string, key: string): string =>
    join(folder.cache, `${kind}-${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`)
  return {
    read: async (kind, key) => {
      try {
        return JSON.parse(await readFile(pathOf(kind, key), 'utf8')) as unknown
      } catch {
        return undefined
      }
    },
    write: async (kind, key, value) => {
      try {
        await makeStateFolder(folder)
        await writeAtomically(pathOf(kind, key), JSON.stringify(value))
      } catch {
        return
      }
    },
  }
}
