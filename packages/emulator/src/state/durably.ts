/** A write that the disk refuses is the emulator's failure, told to the client; nothing of it is kept. */
import { internalFailure } from '../protocol/errors.js'
import type { Store } from './store.js'

/** Runs a write to the store; turns what it throws into InternalFailure. */
export function durably({ file }: Pick<Store, 'file'>, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw internalFailure(
      `The state could not be written to "${file}": ${(error as Error).message}. Nothing was changed.`,
    )
  }
}
