/** The git commit that a file belongs to. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Returns the commit of a folder, with `-dirty` if it has changes; undefined outside git, or without git. */
export async function commitOf(folder: string): Promise<string | undefined> {
  const parameters = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude', '*']
  try {
    const { stdout } = await promisify(execFile)('git', parameters, { cwd: folder, timeout: 5000 })
    return stdout.trim() === '' ? undefined : stdout.trim()
  } catch {
    return undefined
  }
}
