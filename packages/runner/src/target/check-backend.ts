/** Whether a backend works here: found out by the container's own program, which starts it and trains a little. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { trainerCommand } from './trainer-program.js'

/** A backend that works, or why it does not. */
export type BackendStanding =
  | {
      readonly name: string
      readonly works: true
      readonly device: string
      readonly packages: Readonly<Record<string, string>>
      /** From the start of a process to its first gradient. */
      readonly seconds: number
      /** How far a gradient of a convolution is from its definition. */
      readonly gradientError: number
    }
  | { readonly name: string; readonly works: false; readonly reason: string }

/** With a cold disk, TensorFlow's library takes some seconds to load. */
const timeout = 60_000

/** Starts the backend in a process of its own. */
export async function checkBackend(name: 'wasm' | 'tensorflow', nativeFolder?: string): Promise<BackendStanding> {
  const [node, program] = trainerCommand()
  const native = nativeFolder === undefined ? [] : ['--native', nativeFolder]
  try {
    const { stdout } = await promisify(execFile)(node, [program, 'check', '--backend', name, ...native], { timeout })
    return { works: true, ...(JSON.parse(stdout) as Omit<BackendStanding & { works: true }, 'works'>) }
  } catch (error) {
    return { name, works: false, reason: reasonOf(error as Ended) }
  }
}

interface Ended extends Error {
  readonly stderr?: string
  readonly signal?: string
}

function reasonOf({ stderr = '', signal, message }: Ended): string {
  const said = stderr.trim()
  if (typeof signal === 'string') return `Its process was ended by ${signal}. ${said}`.trim()
  return said === '' ? message : said
}
