/**
 * The program inside the image: `train` under SageMaker's contract, `describe` and `pack` for planning, `check` for a
 * backend. Only this file exits.
 */

import { writeSync } from 'node:fs'

import { readBackendRequest } from './backends/backend.js'

const usage = `Usage: train.js train
       train.js describe --train DIR [--validation DIR] [--test DIR] [--target COLUMN] [--features A,B]
                         [--format FORMAT] [--as-found] [--series] [--missing WHAT]
       train.js pack --train DIR [--validation DIR] [--test DIR] --out DIR
       train.js check [--backend wasm|tensorflow|auto] [--native DIR]
`

/** Writes unbuffered, so that no line is lost when the process ends or is killed. */
function writeLine(descriptor: 1 | 2): (line: string) => void {
  return (line) => {
    let rest = Buffer.from(`${line}\n`)
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest))
      } catch (error) {
        // EAGAIN: the pipe is full, so try again. Any other error: nobody is listening.
        if ((error as { code?: unknown }).code !== 'EAGAIN') return
      }
    }
  }
}

/** How long a job may take to stop. Reading large data handles no signals, and not every host waits 120 s as SageMaker does. */
const stopSeconds = 8

/** Runs a command and exits. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<never> {
  const [command, ...rest] = args
  const [log, logError] = [writeLine(1), writeLine(2)]
  switch (command) {
    case 'train': {
      let stopped = false
      const stop = (): void => {
        stopped = true
        setTimeout(() => {
          log('What was being done did not end in time; the checkpoints stay as they are.')
          process.exit(143)
        }, stopSeconds * 1000).unref()
      }
      process.on('SIGTERM', stop)
      process.on('SIGINT', stop)
      const { trainCommand } = await import('./commands/train.js')
      const root = environment['SAGEMAKER_BASE_DIR'] ?? '/opt/ml'
      const events = { log, isStopped: () => stopped, jobName: environment['TRAINING_JOB_NAME'] }
      process.exit(await trainCommand(root, events, () => readBackendRequest(environment)))
    }

    case 'describe': {
      const { describeCommand } = await import('./commands/describe.js')
      process.exit(await describeCommand(rest, log, logError))
    }

    case 'pack': {
      const { packCommand } = await import('./commands/pack.js')
      process.exit(await packCommand(rest, log, logError))
    }

    case 'check': {
      const { checkCommand } = await import('./commands/check.js')
      process.exit(await checkCommand(rest, log, logError))
    }

    default:
      logError(usage)
      process.exit(2)
  }
}
