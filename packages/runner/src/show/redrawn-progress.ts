/** A run in a terminal: a line for each stage, with how many of its jobs are done and what the last one gave. */

import type { Plan } from '@assay/core'

import type { RunEvent } from '../base/events.js'
import type { Terminal } from '../process/terminal.js'
import { decisionLine } from './decision-line.js'
import { Tally } from './tally.js'
import { type ShownTask, taskList } from './task-list.js'

/** Redraws lines. */
export class RedrawnProgress {
  readonly #terminal: Terminal
  readonly #counts: Tally
  readonly #list: ReturnType<typeof taskList>
  /** The stages whose lines have begun. */
  readonly #open = new Map<string, ShownTask>()
  /** Shown at the end, below the list. */
  readonly #notRun: string[] = []
  #running: Promise<unknown> | undefined
  #isClosed = false

  constructor(plan: Plan, terminal: Terminal) {
    this.#terminal = terminal
    this.#counts = new Tally(plan)
    const stages = plan.stages.map(({ name }) => name)
    this.#list = taskList(stages, (stage, shown) => this.#begin(stage, shown))
  }

  show(event: RunEvent): void {
    this.#counts.add(event)
    if (event.type === 'target') this.#terminal.note(event.description)
    if (event.type === 'warning') this.#terminal.note(event.text)
    if (event.type === 'not-run') this.#notRun.push(`${event.ref} was not run: ${event.because}`)
    if (!('job' in event)) return
    this.#running ??= this.#list.run()
    for (const stage of this.#counts.stagesOf(event.job)) this.#update(stage, this.#outcomeOf(event))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const [stage, shown] of this.#open) this.#end(stage, shown)
    await this.#running
    for (const line of this.#notRun.splice(0)) this.#terminal.note(line)
  }

  /** The list begins its tasks a while after it is asked to: by then all may be over. */
  #begin(stage: string, shown: ShownTask): void {
    this.#open.set(stage, shown)
    this.#update(stage, undefined)
    if (this.#isClosed) this.#end(stage, shown)
  }

  #update(stage: string, outcome: string | undefined): void {
    const shown = this.#open.get(stage)
    if (shown === undefined) return
    shown.task.title = `${stage}  ${this.#counts.summary(stage)}`
    if (outcome !== undefined) shown.task.output = outcome
    if (this.#counts.isOver(stage)) this.#end(stage, shown)
  }

  #end(stage: string, { task, succeed, fail }: ShownTask): void {
    const isOver = this.#counts.isOver(stage)
    if (!isOver) task.skip()
    if (isOver && this.#counts.hasFailed(stage)) fail(new Error(this.#counts.summary(stage)))
    else succeed()
  }

  /** Returns the line below the stage's: what a job has given, or why it was not created. */
  #outcomeOf(event: RunEvent): string | undefined {
    if (event.type === 'state') return `${this.#counts.nameOf(event.job)}${this.#counts.metricOf(event)}`
    if ((event.type !== 'job' && event.type !== 'tuning') || event.donor === undefined) return undefined
    return decisionLine(event, this.#counts.nameOf(event.job), this.#counts)
  }
}
