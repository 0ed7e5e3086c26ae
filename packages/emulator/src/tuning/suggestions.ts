/** Suggestions from a thread, so that the server answers meanwhile: a Gaussian process takes a tenth of a second or more. */
import { Worker } from 'node:worker_threads'

import { suggest } from './suggest.js'
import type { Question } from './suggest.js'
import type { Assignment } from './space/space.js'

/** The messages to the thread and from it. */
export interface Asked {
  readonly id: number
  readonly question: Question
}
export type Answered =
  { readonly id: number; readonly assignment: Assignment | undefined } | { readonly id: number; readonly error: string }

interface Waiting {
  readonly resolve: (assignment: Assignment | undefined) => void
  readonly reject: (error: Error) => void
}

/** A thread runs built files. If this file is a source, as in tests, suggestions are made in place. */
const isBuilt = import.meta.url.endsWith('.js')

/** Suggestions from a thread that starts when it is first needed. Only the Bayesian ones take long enough to need it. */
export class Suggestions {
  #thread: Worker | undefined
  #lastId = 0
  readonly #waiting = new Map<number, Waiting>()

  async ask(question: Question): Promise<Assignment | undefined> {
    if (!isBuilt || question.strategy !== 'Bayesian') return suggest(question)
    const thread = (this.#thread ??= this.#start())
    thread.ref()
    const id = (this.#lastId += 1)
    const answered = new Promise<Assignment | undefined>((resolve, reject) =>
      this.#waiting.set(id, { resolve, reject }),
    )
    thread.postMessage({ id, question } satisfies Asked)
    return answered
  }

  async close(): Promise<void> {
    const last = this.#thread
    this.#fail(new Error('The endpoint leaves.'))
    await last?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./suggestion-thread.js', import.meta.url))
    worker.on('message', (answer: Answered) => this.#settle(answer))
    worker.on('error', (error: Error) => this.#fail(error))
    worker.on('exit', (code) => {
      if (this.#thread === worker) this.#fail(new Error(`The thread that makes suggestions left with ${code}.`))
    })
    return worker
  }

  #settle(answer: Answered) {
    const asked = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (this.#waiting.size === 0) this.#thread?.unref()
    if ('error' in answer) asked?.reject(new Error(answer.error))
    else asked?.resolve(answer.assignment)
  }

  #fail(error: Error) {
    this.#thread = undefined
    this.#waiting.forEach(({ reject }) => reject(error))
    this.#waiting.clear()
  }
}
