/** A run as it is seen: redrawn in a terminal, plain lines in a pipe, one JSON event a line with `--json`. */

import type { Plan } from '@assay/core'

import type { RunEvent } from '../base/events.js'
import type { Terminal } from '../process/terminal.js'
import { PlainProgress } from './plain-progress.js'

/** One way to show events. */
interface View {
  readonly show: (event: RunEvent) => void
  readonly close: () => Promise<void>
}

/** Shows events until it is closed. */
export class Progress {
  readonly #view: View

  constructor(view: View) {
    this.#view = view
  }

  show(event: RunEvent): void {
    this.#view.show(event)
  }

  /** Shows every event and returns what the generator returns. */
  async follow<Result>(events: AsyncGenerator<RunEvent, Result>): Promise<Result> {
    for (;;) {
      const { done, value } = await events.next()
      if (done === true) return value
      this.show(value)
    }
  }

  async close(): Promise<void> {
    await this.#view.close()
  }
}

/** Opens the progress of a plan. */
export async function openProgress(
  plan: Plan,
  terminal: Terminal,
  options: { readonly json: boolean },
): Promise<Progress> {
  return new Progress(await viewOf(plan, terminal, options.json))
}

/** What redraws is loaded only for a terminal. */
async function viewOf(plan: Plan, terminal: Terminal, isJson: boolean): Promise<View> {
  if (isJson) {
    return { show: (event) => terminal.out(JSON.stringify(forMachines(event))), close: async () => undefined }
  }
  if (!terminal.isInteractive) return new PlainProgress(plan, terminal)
  const { RedrawnProgress } = await import('./redrawn-progress.js')
  return new RedrawnProgress(plan, terminal)
}

/** A plan is long, and "assay plan --json" prints it: here, what it leaves open. */
function forMachines(event: RunEvent): object {
  if (event.type !== 'plan') return event
  const { steps, deferred } = event.plan
  return { type: 'plan', jobs: steps.length, deferred: deferred.map(({ ref, jobs, after }) => ({ ref, jobs, after })) }
}
