/** A run as it is seen: redrawn in a terminal, plain lines in a pipe, one JSON event a line with `--json`. */

import { counted, type Plan } from '@assay/core'

import { isTerminal, type RunEvent } from '../base/events.js'
import { tally, type Tally } from './tally.js'
import { type ShownTask, taskList } from './task-list.js'
import type { Terminal } from '../process/terminal.js'

/** Shows events until it is closed. */
export interface Progress {
  readonly show: (event: RunEvent) => void
  /** Passes every event on and returns what the generator returns. */
  readonly follow: <Result>(events: AsyncGenerator<RunEvent, Result>) => Promise<Result>
  readonly close: () => Promise<void>
}

/** Opens the progress of a plan. */
export function openProgress(plan: Plan, terminal: Terminal, options: { readonly json: boolean }): Progress {
  if (options.json) return following((event) => terminal.out(JSON.stringify(forMachines(event))))
  return terminal.isInteractive ? redrawn(plan, terminal) : following(plainLines(plan, terminal))
}

/** A plan is long, and "assay plan --json" prints it: here, what it leaves open. */
function forMachines(event: RunEvent): object {
  if (event.type !== 'plan') return event
  const { steps, deferred } = event.plan
  return { type: 'plan', jobs: steps.length, deferred: deferred.map(({ ref, jobs, after }) => ({ ref, jobs, after })) }
}

function following(show: (event: RunEvent) => void, close = async (): Promise<void> => undefined): Progress {
  return {
    show,
    close,
    follow: async (events) => {
      for (;;) {
        const { done, value } = await events.next()
        if (done === true) return value
        show(value)
      }
    },
  }
}

/** One line for each thing that a reader of a log wants to know. */
function plainLines(plan: Plan, terminal: Terminal): (event: RunEvent) => void {
  const counts = tally(plan)
  /** What was said last of each tuning job that this run goes on with. */
  const said = new Map<string, string>()
  let last: string | undefined
  return (event) => {
    counts.add(event)
    if (event.type === 'tuning' && event.decision !== 'done') said.set(event.job, '')
    const line = plainLine(event, counts)
    if (line === undefined) return
    // A search whose trials have only begun or gone on has nothing new to say.
    if (event.type === 'tuning-state') {
      if (said.get(event.job) === line || !said.has(event.job)) return
      said.set(event.job, line)
    }
    // Each look at the jobs says again that it waits.
    if (event.type === 'waiting' && line === last) return
    last = line
    terminal.note(line)
  }
}

function plainLine(event: RunEvent, counts: Tally): string | undefined {
  switch (event.type) {
    case 'target':
      return event.description
    case 'upload':
      return `Uploaded ${counted(event.files, 'file')} (${(event.bytes / 1e6).toFixed(1)} MB) to ${event.uri}`
    case 'job':
      return event.decision === 'done' ? undefined : decisionLine(event, counts.nameOf(event.job), counts)
    case 'state':
      return isTerminal(event.status) ? endLine(event, counts) : undefined
    case 'tuning':
      return event.decision === 'done' ? undefined : decisionLine(event, `${event.ref}  (a search)`, counts)
    case 'tuning-state':
      return searchLine(event, counts)
    case 'waiting':
      return `Waiting for ${event.inFlight === 1 ? 'one job' : `one of ${event.inFlight} jobs`} to end (${event.reason}).`
    case 'warning':
      return event.text
    case 'not-run':
      return `${'not run'.padEnd(9)}  ${event.ref}: ${event.because}`
    case 'plan':
    case 'report':
      return undefined
  }
}

/** Why a job that starts from the weights of another was not created. */
function skippedLine(event: RunEvent, counts: Tally): string | undefined {
  if ((event.type !== 'job' && event.type !== 'tuning') || event.donor === undefined) return undefined
  return decisionLine(event, counts.nameOf(event.job), counts)
}

function decisionLine({ decision, donor }: RunEvent & { type: 'job' | 'tuning' }, name: string, counts: Tally): string {
  const line = `${decision.padEnd(9)}  ${name}`
  if (donor === undefined) return line
  const why = decision === 'skipped' ? 'has not completed' : 'still runs'
  return `${line}  ${counts.nameOf(donor)}, from whose weights it starts, ${why}`
}

function endLine(event: RunEvent & { type: 'state' }, counts: Tally): string {
  const metric = counts.metricOf(event)
  const why = event.status === 'Completed' ? '' : `  ${event.failureReason ?? ''}`
  return `${event.status.toLowerCase().padEnd(9)}  ${counts.nameOf(event.job)}${metric}${why}  (${counts.summary()})`
}

/** `searching  coarse  12 of 30 trials, best val_accuracy=0.98`; nothing before the first trial has ended. */
function searchLine(event: RunEvent & { type: 'tuning-state' }, counts: Tally): string | undefined {
  const isOver = isTerminal(event.status)
  const { completed, stopped, failed } = event.trials
  if (!isOver && completed + stopped + failed === 0) return undefined
  const word = isOver ? event.status.toLowerCase() : 'searching'
  const why = event.status === 'Failed' ? `  ${event.failureReason ?? ''}` : ''
  return `${word.padEnd(9)}  ${counts.nameOf(event.job)}  ${counts.progressOf(event.job)}${why}`
}

/** A line for each stage: how many of its jobs are done, and what the last one gave. */
function redrawn(plan: Plan, terminal: Terminal): Progress {
  const counts = tally(plan)
  const open = new Map<string, ShownTask>()
  let isClosed = false
  const list = taskList(
    plan.stages.map(({ name }) => name),
    (stage, shown) => begin(stage, shown),
  )
  let running: Promise<unknown> | undefined
  const notRun: string[] = []

  /** The list begins its tasks a while after it was asked to: by then all may be over. */
  const begin = (stage: string, shown: ShownTask): void => {
    open.set(stage, shown)
    update(stage, undefined)
    if (isClosed) close(stage, shown)
  }

  const close = (stage: string, { task, succeed, fail }: ShownTask): void => {
    const isOver = counts.isOver(stage)
    if (!isOver) task.skip()
    if (isOver && counts.hasFailed(stage)) fail(new Error(counts.summary(stage)))
    else succeed()
  }

  const update = (stage: string, last: string | undefined): void => {
    const shown = open.get(stage)
    if (shown === undefined) return
    shown.task.title = `${stage}  ${counts.summary(stage)}`
    if (last !== undefined) shown.task.output = last
    if (counts.isOver(stage)) close(stage, shown)
  }

  const show = (event: RunEvent): void => {
    counts.add(event)
    if (event.type === 'target') terminal.note(event.description)
    if (event.type === 'warning') terminal.note(event.text)
    if (event.type === 'not-run') notRun.push(`${event.ref} was not run: ${event.because}`)
    if (!('job' in event)) return
    running ??= list.run()
    const last =
      event.type === 'state' ? `${counts.nameOf(event.job)}${counts.metricOf(event)}` : skippedLine(event, counts)
    for (const stage of counts.stagesOf(event.job)) update(stage, last)
  }

  return following(show, async () => {
    isClosed = true
    for (const [stage, shown] of open) close(stage, shown)
    await running
    for (const line of notRun.splice(0)) terminal.note(line)
  })
}
