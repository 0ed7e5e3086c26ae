/** A lock of the operating system, which ends with its process, even a killed one. */

import { createRequire } from 'node:module'

import type Database from 'libsql'

import { UserError } from './failure.js'

/** A lock that this process has. */
export interface FileLock {
  readonly release: () => void
}

/** Takes the lock of a file, which stays there, empty. Returns undefined if another process has it. */
export function takeLock(file: string): FileLock | undefined {
  // Few commands lock anything.
  const LoadedDatabase = createRequire(import.meta.url)('libsql') as typeof Database
  let database: Database.Database | undefined
  try {
    database = new LoadedDatabase(file, { timeout: 0 })
    // Nothing is ever written: no second file, which a killed process would leave.
    database.exec('PRAGMA journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true) return undefined
    throw new UserError('not-writable', `"${file}" cannot be locked: ${(error as Error).message}.`, { cause: error })
  }
  const taken = database
  return {
    release: () => {
      // Closing alone lets go of it only once every statement has been collected.
      taken.exec('ROLLBACK')
      taken.close()
    },
  }
}
