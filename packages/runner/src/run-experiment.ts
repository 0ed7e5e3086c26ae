/** `run` for programs: an experiment in, its report out. It prints nothing and ends no process. */

import { resolve } from 'node:path'

import type { Diagnostic, Experiment, Scalar } from '@assay/core'
import type { Report } from '@assay/report'

import { type AwsPlace, readSettings, type Settings } from './process/arguments.js'
import { requireBackend } from './target/backend.js'
import { compileReport } from './show/compile-report.js'
import { upload } from './data/upload.js'
import type { RunEvent } from './base/events.js'
import { openTarget } from './target/open-target.js'
import { prepare, type Prepared } from './prepare/prepare.js'
import { inRounds } from './run/rounds.js'
import { openWatch } from './run/watch.js'
import { withParents } from './jobs/with-parents.js'

/** An experiment as plain data instead of a file; it is checked like a file. */
export type ExperimentObject = Experiment | Readonly<Record<string, unknown>>

/**
 * How to run. Each setting that is missing comes from its environment variable, as on the command line: `ASSAY_TARGET`,
 * `ASSAY_BACKEND`, `ASSAY_ROLE`, …
 */
export interface RunOptions extends AwsPlace {
  /** Where jobs run. Default: ASSAY_TARGET, else `local`. */
  readonly target?: Settings['target']
  /** What computes. Default: ASSAY_BACKEND, else `auto`. */
  readonly backend?: Settings['backend']
  /** What an hour of an instance costs, by its type: `{'ml.m5.xlarge': 0.23}`, in US dollars. */
  readonly prices?: Readonly<Record<string, number>>
  /** The folder that holds `.assay`; paths in an experiment object start here. Default: the current folder. */
  readonly workingFolder?: string
  /** Stages, variants or seeds to run, with those that they depend on. Default: all. */
  readonly refs?: readonly string[]
  /** Replaces hyperparameters of the experiment, as `--set` does. */
  readonly set?: Readonly<Record<string, Scalar>>
  /** Repeats jobs that failed or were stopped. Default: false. */
  readonly retry?: boolean
  /** The folder for the report's files. Default: `.assay/reports/<experiment>`. */
  readonly out?: string
  /** Called with every event, in order. */
  readonly onEvent?: (event: RunEvent) => void
  /** Stops waiting when it aborts. Jobs keep running; the next run of the same experiment reattaches to them. */
  readonly signal?: AbortSignal
}

/**
 * Runs the missing jobs of an experiment and returns the report on all of them. A job that fails does not reject: see
 * the report's `progress`.
 *
 * @param experiment The path of a YAML file, or the same as an object; positions in errors then name "experiment".
 * @throws InvalidExperiment with every problem of the experiment; UserError for data, target or backend; ServiceError if
 * SageMaker or S3 refuses; the signal's reason if it aborts.
 * @example const report = await run('experiments/quickstart.yaml', { onEvent: (event) => console.log(event.type) })
 */
export async function run(experiment: string | ExperimentObject, options: RunOptions = {}): Promise<Report> {
  const { onEvent = () => undefined, signal = new AbortController().signal, set: overrides = {} } = options
  signal.throwIfAborted()
  const settings = settingsOf(options)
  requireBackend(settings)
  const source = sourceOf(experiment, options)
  const prepared = await prepare(source.path, { ...source, settings, overrides })
  const services = await openTarget(prepared.target, settings.workingFolder)
  try {
    announce(prepared, onEvent)
    await follow(upload(prepared.datasets, services.storage, prepared.target.bucket, signal), onEvent)
    signal.throwIfAborted()
    const watch = openWatch(services.sagemaker, { ...services, experiment: prepared.plan.experiment.name, signal })
    const refs = withParents(prepared.plan, options.refs ?? [])
    const how = { refs, retries: options.retry === true ? Infinity : 0, detach: false, watch, signal }
    const outcome = await follow(inRounds(prepared, services, how), onEvent)
    signal.throwIfAborted()
    const compiled = await compileReport(
      { ...prepared, ...outcome, services },
      {
        file: source.path,
        overrides,
        expected: outcome.watched,
        workingFolder: settings.workingFolder,
        ...to(options),
      },
    )
    onEvent({ type: 'report', files: compiled.files })
    return compiled.report
  } finally {
    services.close()
  }
}

function settingsOf({ prices = {}, workingFolder = process.cwd(), ...flags }: RunOptions): Settings {
  const price = Object.entries(prices).map(([type, amount]) => `${type}=${amount}`)
  return readSettings({ ...flags, price }, process.env, resolve(workingFolder))
}

/** A path stays as it is given, so that positions show it; with a working folder it is made absolute. */
function sourceOf(
  experiment: string | ExperimentObject,
  { workingFolder }: RunOptions,
): { readonly path: string; readonly text?: string } {
  if (typeof experiment !== 'string') return { path: 'experiment', text: JSON.stringify(experiment, undefined, 2) }
  return { path: workingFolder === undefined ? experiment : resolve(experiment) }
}

function to({ out }: RunOptions): { readonly out?: string } {
  return out === undefined ? {} : { out }
}

function announce({ target, warnings }: Prepared, onEvent: (event: RunEvent) => void): void {
  onEvent({ type: 'target', name: target.name, description: target.description })
  for (const warning of warnings) onEvent({ type: 'warning', text: lineOf(warning) })
}

function lineOf({ file, line, column, code, message }: Diagnostic): string {
  return `${file}:${line}:${column}  ${code}  ${message}`
}

/** Passes every event on and returns what the generator returns. */
async function follow<Result>(
  events: AsyncGenerator<RunEvent, Result>,
  onEvent: (event: RunEvent) => void,
): Promise<Result> {
  for (;;) {
    const { done, value } = await events.next()
    if (done === true) return value
    onEvent(value)
  }
}
