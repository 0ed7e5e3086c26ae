/** The program `assay-emulator`: the standing endpoint of a folder. */
import { parseArgs } from 'node:util'

import { alreadyRunningExitCode } from './attach.js'
import { startEmulator, version } from './emulator.js'
import { EndpointRunningError, StartupError } from './base/startup-error.js'

const usage = `Usage: assay-emulator --folder FOLDER [--port N] [--host ADDRESS] [--parallel N] [--idle-timeout SECONDS] [--stop-grace SECONDS]

Runs a local endpoint that speaks the SageMaker API for training and tuning jobs. Everything it keeps is in FOLDER.
  --folder        where state, logs, images.json and the folder that stands for S3 are
  --port          default: any free port
  --host          default: 127.0.0.1
  --parallel      jobs side by side; default: as many as there are cores
  --idle-timeout  leave after so many seconds without a request and without a job; default: never
  --stop-grace    seconds from SIGTERM to SIGKILL; default: 120`

/** Runs the program until the endpoint leaves; sets the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const options = readArguments(args)
    if (typeof options === 'string') return say(options)
    const emulator = await startEmulator({ ...options, onError: complain })
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void emulator.close())
    say(`Listening on ${emulator.url}`)
    await emulator.closed
    // Connections that clients keep open do not hold the process.
    process.exit(0)
  } catch (error) {
    complain(error)
    process.exit(error instanceof EndpointRunningError ? alreadyRunningExitCode : error instanceof UsageError ? 2 : 1)
  }
}

class UsageError extends Error {}

function readArguments(args: readonly string[]) {
  const values = parse(args)
  if (values.help) return usage
  if (values.version) return version
  if (values.folder === undefined || values.folder === '') throw new UsageError(`--folder is required.\n${usage}`)
  const idleTimeout = seconds('idle-timeout', values['idle-timeout'])
  const stopGrace = seconds('stop-grace', values['stop-grace'])
  return {
    folder: values.folder,
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.port === undefined ? {} : { port: whole('port', values.port, 0, 65_535) }),
    ...(values.parallel === undefined ? {} : { parallel: whole('parallel', values.parallel, 1, 10_000) }),
    ...(idleTimeout === undefined ? {} : { idleTimeout }),
    ...(stopGrace === undefined ? {} : { stopGrace }),
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    folder: text,
    port: text,
    host: text,
    parallel: text,
    'idle-timeout': text,
    'stop-grace': text,
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`)
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`)
}

function seconds(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && Number.isFinite(value)))
    throw new UsageError(`--${name} must be a number of seconds, not "${text}".`)
  return value * 1000
}

const say = (text: string) => void process.stdout.write(`${text}\n`)

function complain(error: unknown) {
  const expected = error instanceof UsageError || error instanceof StartupError
  process.stderr.write(
    `${error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  )
}
