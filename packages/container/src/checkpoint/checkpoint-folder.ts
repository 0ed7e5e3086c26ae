/** A job's folder of checkpoints, which SageMaker keeps across interruptions. It has the last two and the history. */

import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

import { checkpointName, decodeCheckpoint, encodeCheckpoint, isWhole } from './checkpoint.js'
import type { Checkpoint } from './checkpoint.js'
import type { Log } from '../base/log.js'

/** Saves and restores a training. */
export interface Checkpoints {
  /** Returns the newest checkpoint that is whole and of this job. */
  readonly restore: () => Checkpoint | undefined
  /**
   * Saves the checkpoint that `make` returns, unless saving would take more than a tenth of the job's time. Always saves an
   * ended training.
   */
  readonly save: (make: () => Checkpoint, ended: boolean) => void
}

/** Returns the checkpoints of the job that `identity` names. */
export function checkpointFolder(
  folder: string,
  identity: string,
  log: Log,
  now: () => number = () => performance.now(),
): Checkpoints {
  // The first epoch is always saved.
  let due = -Infinity
  return {
    restore: () => newest(folder, identity, log),
    save: (make, ended) => {
      const start = now()
      if (start < due && !ended) return
      try {
        write(folder, make(), identity, ended)
      } catch (error) {
        // Training continues without checkpoints.
        log(`No checkpoint could be written to "${folder}": ${(error as Error).message}.`)
      }
      due = now() + 9 * (now() - start)
    },
  }
}

const isCheckpoint = (name: string): boolean => /^epoch-\d+-[0-9a-f]{32}\.safetensors$/.test(name)

/** Newest first. */
function checkpointFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter(isCheckpoint).sort().reverse() : []
}

function newest(folder: string, identity: string, log: Log): Checkpoint | undefined {
  for (const name of checkpointFiles(folder)) {
    const bytes = readFileSync(join(folder, name))
    const found = isWhole(name, bytes) ? decodeCheckpoint(bytes, identity) : undefined
    if (found) return found
    const why = isWhole(name, bytes) ? 'of another job, trainer or backend' : 'damaged'
    log(`The checkpoint "${name}" is ${why}: it is removed.`)
    rmSync(join(folder, name), { force: true })
  }
  return undefined
}

/** Keeps the previous checkpoint too until training ends, in case the disk loses the newest. */
function write(folder: string, checkpoint: Checkpoint, identity: string, ended: boolean): void {
  mkdirSync(folder, { recursive: true })
  const { history } = checkpoint
  const parts = encodeCheckpoint(checkpoint, identity)
  const name = checkpointName(history.epochs.length, parts)
  const before = checkpointFiles(folder).filter((each) => each !== name)
  writeWhole(folder, name, parts)
  writeWhole(folder, 'history.json', [Buffer.from(`${JSON.stringify(history, undefined, 2)}\n`)])
  for (const each of before.slice(ended ? 0 : 1)) rmSync(join(folder, each), { force: true })
}

/** Writes a file so that one of that name has all of its bytes, whenever the process or the machine ends. */
function writeWhole(folder: string, name: string, parts: readonly Uint8Array[]): void {
  const partial = join(folder, `${name.split('-')[0]}.partial`)
  const file = openSync(partial, 'w')
  try {
    for (const part of parts) writeAll(file, part)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(partial, join(folder, name))
  syncFolder(folder)
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}

/** A rename is on the disk once its folder is. Some file systems, above all those of networks, cannot sync a folder. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } catch {
    return
  } finally {
    closeSync(descriptor)
  }
}
