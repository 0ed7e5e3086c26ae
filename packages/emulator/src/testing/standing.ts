/** The program itself, as a process of its own: what can be killed. It runs the built files, so they are built first. */
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { findEndpoint } from '../endpoint-file.js'
import { pause } from './fixture.js'

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))

/** The program `assay-emulator`. */
export const program = join(packageFolder, 'bin', 'assay-emulator.js')

/** Builds the package if a source is newer than what was built. */
export function build(): void {
  const newest = Math.max(...sources(join(packageFolder, 'src')).map((file) => statSync(file).mtimeMs))
  const built = statSync(join(packageFolder, 'dist', '.tsbuildinfo'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (built >= newest) return
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  execFileSync(process.execPath, [tsc, '-b', packageFolder], { stdio: 'pipe' })
}

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))

/** A process of the program. */
export interface Standing {
  readonly child: ChildProcess
  readonly url: string
  /** Kills it as a power cut would: no warning. Resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts the program in a folder, through a wrapper command if one is given, and waits until it answers. */
export async function startStanding(folder: string, flags: string[] = [], wrapper: string[] = []): Promise<Standing> {
  const [command = process.execPath, ...args] = [...wrapper, process.execPath, program, '--folder', folder, ...flags]
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The endpoint left with ${child.exitCode}: ${complaint}`)
    const url = await findEndpoint(folder)
    if (url !== undefined) return { child, url, kill: () => kill(child) }
    await pause(10)
  }
}

/** Runs the program to its end. */
export async function runProgram(flags: string[]): Promise<{ code: number | null; stderr: string; stdout: string }> {
  const child = spawn(process.execPath, [program, ...flags], { env: { ...process.env, NODE_OPTIONS: '' } })
  let stderr = ''
  let stdout = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, stderr, stdout }
}

function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  child.kill('SIGKILL')
  return child.exitCode === null && child.signalCode === null ? gone : Promise.resolve()
}
