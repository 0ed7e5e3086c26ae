/** A run in a pipe: one line for each thing that a reader of a log wants to know. */

import type { Plan } from '@assay/core'
import { counted } from '@assay/core/internal'

import { isTerminal, type RunEvent } from '../base/events.js'
import type { Terminal } from '../process/terminal.js'
import { decisionLine } from './decision-line.js'
import { Tally } from './tally.js'

/** Prints lines. */
export class PlainProgress {
  readonly #terminal: Terminal
  readonly #counts: Tally
  /** The last line of each tuning job that this run continues. */
  readonly #searchLines = new Map<string, string>()
  #last: string | undefined

  constructor(plan: Plan, terminal: Terminal) {
    this.#terminal = terminal
    this.#counts = new Tally(plan)
  }

  show(event: RunEvent): void {
    this.#counts.add(event)
    if (event.type === 'tuning' && event.decision !== 'done') this.#searchLines.set(event.job, '')
    const line = plainLine(event, this.#counts)
    if (line === undefined || this.#isRepeated(event, line)) return
    this.#last = line
    this.#terminal.note(line)
  }

  async close(): Promise<void> {
    return undefined
  }

  #isRepeated(event: RunEvent, line: string): boolean {
    // A search is shown again only when another of its trials has ended.
    if (event.type === 'tuning-state') {
      const before = this.#searchLines.get(event.job)
      if (before === undefined || before === line) return true
      this.#searchLines.set(event.job, line)
    }
    // Each look at the jobs reports the wait again.
    return event.type === 'waiting' && line === this.#last
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

function endLine(event: RunEvent & { type: 'state' }, counts: Tally): string {
  const metric = counts.metricOf(event)
  const why = event.status === 'Completed' ? '' : `  ${event.failureReason ?? ''}`
  return `${event.status.toLowerCase().padEnd(9)}  ${counts.nameOf(event.job)}${metric}${why}  (${counts.summary()})`
}

/** Returns `searching  coarse  12 of 30 trials, best val_accuracy=0.98`, or undefined before the first trial has ended. */
function searchLine(event: RunEvent & { type: 'tuning-state' }, counts: Tally): string | undefined {
  const isOver = isTerminal(event.status)
  const { completed, stopped, failed } = event.trials
  if (!isOver && completed + stopped + failed === 0) return undefined
  const word = isOver ? event.status.toLowerCase() : 'searching'
  const why = event.status === 'Failed' ? `  ${event.failureReason ?? ''}` : ''
  return `${word.padEnd(9)}  ${counts.nameOf(event.job)}  ${counts.progressOf(event.job)}${why}`
}
