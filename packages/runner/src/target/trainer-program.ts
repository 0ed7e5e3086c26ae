/** Our container's program, which the runner starts but never imports. */

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Returns the command that runs in place of the trainer's image; append `train` or `describe`. */
export function trainerCommand(): readonly [node: string, program: string] {
  const entry = createRequire(import.meta.url).resolve('@assay/container')
  return [process.execPath, join(dirname(entry), '..', 'bin', 'train.js')]
}
