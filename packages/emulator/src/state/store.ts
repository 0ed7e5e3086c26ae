/** The only file on disk that lists the resources: SQLite, every write durable before it returns. */
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'

import { StartupError } from '../base/startup-error.js'
import type { Kind, ResourceRecord } from './kind.js'

/**
 * Raised when an older version would misread what is written: 2 has training jobs that tuning jobs started. The table of
 * another kind is no such reason, because an older version leaves it alone.
 */
const schemaVersion = 2

/** The records of one kind. */
export interface Table<Item> {
  /** As they were when the store was opened, in the order of their numbers. */
  readonly records: readonly Item[]
  readonly nextId: number
  insert(item: Item): void
  update(item: Item): void
  remove(item: Item): void
}

/** Opened by {@link openStore}; held by one process at a time. */
export interface Store {
  readonly file: string
  /** Signs the tokens given to clients, and outlives the endpoint. */
  readonly secret: string
  table<Item extends ResourceRecord>(kind: Kind<Item>): Table<Item>
  close(): void
}

/** The folder's state is held by another process that is alive. The lock is the operating system's: it dies with its owner. */
export class StoreLockedError extends StartupError {}

/** The state file cannot be trusted. Nothing was changed. */
export class StoreCorruptError extends StartupError {}

/** Opens `<folder>/state.db`, alone, with a table for each kind. Throws StoreLockedError, or StoreCorruptError rather than starting empty. */
export function openStore(folder: string, kinds: readonly Kind<ResourceRecord>[]): Store {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'state.db')
  const database = open(file)
  try {
    prepareSchema(database, kinds)
    return storeOf(database, file)
  } catch (error) {
    release(database)
    throw named(error, file)
  }
}

function open(file: string): Database.Database {
  try {
    const database = new Database(file)
    lockAndCheck(database, file)
    return database
  } catch (error) {
    throw named(error, file)
  }
}

/**
 * An exclusive lock, taken now and held until close: SQLite's exclusive locking mode keeps what a transaction took. The
 * file is checked in that transaction, before anything could be written to it.
 */
function lockAndCheck(database: Database.Database, file: string) {
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  database.exec('BEGIN EXCLUSIVE')
  const [check] = database.prepare('PRAGMA quick_check').all() as { quick_check: string }[]
  if (check?.quick_check !== 'ok') throw new StoreCorruptError(corrupt(file, check?.quick_check ?? 'no answer'))
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version > schemaVersion)
    throw new StoreCorruptError(
      `"${file}" was written by a newer version (format ${version}, this one reads ${schemaVersion}).`,
    )
  database.exec('COMMIT')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
}

/** Lets go of the lock, which close() alone does only once every statement has been collected. */
function release(database: Database.Database) {
  try {
    // Exclusive locking cannot be left in WAL mode; leaving it also folds the log into the one file.
    database.exec('PRAGMA journal_mode = DELETE')
    database.exec('PRAGMA locking_mode = NORMAL')
    database.prepare('SELECT count(*) FROM sqlite_master').get()
  } catch {
    // A damaged or full disk must not keep the endpoint from leaving; its process takes the lock with it.
  }
  database.close()
}

function prepareSchema(database: Database.Database, kinds: readonly Kind<ResourceRecord>[]) {
  const tables = kinds.map(({ table, ignoresCase }) => {
    const name = `name TEXT NOT NULL UNIQUE${ignoresCase === true ? ' COLLATE NOCASE' : ''}`
    return `CREATE TABLE IF NOT EXISTS ${table} (
      id INTEGER PRIMARY KEY AUTOINCREMENT, ${name}, record TEXT NOT NULL);`
  })
  database.exec(`
    ${tables.join('\n')}
    CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    PRAGMA user_version = ${schemaVersion};`)
  database
    .prepare("INSERT OR IGNORE INTO setting (name, value) VALUES ('secret', ?)")
    .run(randomBytes(32).toString('hex'))
}

function storeOf(database: Database.Database, file: string): Store {
  const { value: secret } = database.prepare("SELECT value FROM setting WHERE name = 'secret'").get() as {
    value: string
  }
  return {
    file,
    secret,
    table: (kind) => tableOf(database, file, kind),
    close: () => release(database),
  }
}

function tableOf<Item extends ResourceRecord>(
  database: Database.Database,
  file: string,
  kind: Kind<Item>,
): Table<Item> {
  const { table } = kind
  const insert = database.prepare(`INSERT INTO ${table} (id, name, record) VALUES (?, ?, ?)`)
  const update = database.prepare(`UPDATE ${table} SET record = ? WHERE id = ?`)
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`)
  const last = database.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table) as
    { seq: number } | undefined
  return {
    records: readRecords<Item>(database, file, table),
    nextId: (last?.seq ?? 0) + 1,
    insert: (item) => void insert.run(item.id, kind.nameOf(item), JSON.stringify(item)),
    update: (item) => void update.run(JSON.stringify(item), item.id),
    remove: (item) => void remove.run(item.id),
  }
}

function readRecords<Item>(database: Database.Database, file: string, table: string): Item[] {
  const rows = database.prepare(`SELECT id, record FROM ${table} ORDER BY id`).all() as {
    id: number
    record: string
  }[]
  return rows.map(({ id, record }) => {
    try {
      return JSON.parse(record) as Item
    } catch {
      throw new StoreCorruptError(corrupt(file, `the record of ${table.replace('_', ' ')} ${id} is not JSON`))
    }
  })
}

function named(error: unknown, file: string): Error {
  if (error instanceof StoreCorruptError || error instanceof StoreLockedError) return error
  const { code, message } = error as { code?: string; message: string }
  if (code?.startsWith('SQLITE_BUSY')) return new StoreLockedError(`"${file}" is in use by another process.`)
  if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT'))
    return new StoreCorruptError(corrupt(file, message))
  return new StartupError(`The state file "${file}" cannot be opened: ${message}.`, { cause: error })
}

const corrupt = (file: string, reason: string) =>
  `The state file "${file}" is damaged: ${reason}. Nothing was changed; restore the file from a copy, or move it away to start empty.`
