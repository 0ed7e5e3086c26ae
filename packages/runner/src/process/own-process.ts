/** The process: its streams and its exit. No other file touches either. */

import { mayColor } from './arguments.js'
import { explain, type ExitCode } from '../base/failure.js'
import type { Terminal } from './terminal.js'

// Node 20 is supported here; the SDK's advice to upgrade is not for the users of this program.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

/** The terminal of this process. */
export const terminal: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  write: (bytes) => process.stdout.write(bytes),
  note: (text) => process.stderr.write(`${text}\n`),
  isInteractive: process.stdout.isTTY && process.stderr.isTTY,
  color: mayColor(process.env, process.stdout.isTTY),
  width: process.stdout.columns || 100,
}

/** A reader that closes early, such as `head`, is no error. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70))
}

process.on('uncaughtException', (error) => void fail(error).then((code) => process.exit(code)))

/** Prints a thrown value and returns its exit code. */
export async function fail(error: unknown): Promise<ExitCode> {
  const { InvalidExperiment } = await import('../base/invalid-experiment.js')
  if (error instanceof InvalidExperiment) {
    const { explainInvalid } = await import('./explain-invalid.js')
    terminal.note(explainInvalid(error, terminal))
    return 2
  }
  const { exitCode, text } = explain(error)
  terminal.note(text)
  return exitCode
}

/** Ends the process once all is written; open connections do not keep it. */
export function leave(exitCode: ExitCode): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)))
}
