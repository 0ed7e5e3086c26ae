/** Shows the progress of long work: one line that changes in a terminal, a line now and then elsewhere. */

import type { Stage } from '../data/files/watcher.js'
import { type ShownTask, taskList } from './task-list.js'
import type { Terminal } from '../process/terminal.js'

/** Shows stages until it is closed. */
export interface ShownStages {
  readonly tell: (stage: Stage) => void
  /** Ends the line: with a tick if all went well. */
  readonly close: (isDone: boolean) => Promise<void>
}

/** Milliseconds before the first line of a stage in a log, and between its lines. */
const patience = { first: 1000, next: 10_000 }

/** Opens a view of stages; `now` is the clock, in milliseconds. */
export function showStages(terminal: Terminal, now: () => number = Date.now): ShownStages {
  return terminal.isInteractive ? redrawn() : plainLines(terminal, now)
}

function plainLines(terminal: Terminal, now: () => number): ShownStages {
  let what: string | undefined
  let due = 0
  return {
    tell: (stage) => {
      if (stage.what !== what) {
        what = stage.what
        due = now() + patience.first
      }
      if (now() < due) return
      due = now() + patience.next
      terminal.note(line(stage))
    },
    close: async () => undefined,
  }
}

function redrawn(): ShownStages {
  let shown: ShownTask | undefined
  let running: Promise<unknown> | undefined
  let isDone: boolean | undefined
  let last = ''

  const update = (): void => {
    if (shown === undefined) return
    shown.task.title = last
    if (isDone === true) shown.succeed()
    if (isDone === false) shown.fail(new Error(last))
  }

  return {
    tell: (stage) => {
      last = line(stage)
      // The list begins its task a while after it was asked to.
      running ??= taskList([last], (_, task) => {
        shown = task
        update()
      }).run()
      update()
    },
    close: async (allWentWell) => {
      isDone = allWentWell
      update()
      await running
    },
  }
}

function line({ what, done, total, unit }: Stage): string {
  const number = unit === 'bytes' ? megabytes : (count: number) => count.toLocaleString('en-US')
  const of = total === undefined ? '' : ` of ${number(total)}`
  return `${what}: ${number(done)}${of} ${unit === 'bytes' ? 'MB' : unit}`
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
