/** Suggestions made beside the server, which answers meanwhile: a Gaussian process takes a tenth of a second and more. */
import { Worker } from 'node:worker_threads'

import { suggest } from './suggest.js'
import type { Question } from './suggest.js'
import type { Assignment } from './space/space.js'

/** Makes suggestions. */
export interface Suggestions {
  ask(question: Question): Promise<Assignment | undefined>
  close(): Promise<void>
}

/** What goes to the thread, and what comes back. */
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

/** A thread runs built files; where this file is a source, as in tests, suggestions are made in place. */
const isBuilt = import.meta.url.endsWith('.js')

/** Returns suggestions from a thread that is started when it is first needed. Only the Bayesian ones take long. */
export function createSuggestions(): Suggestions {
  let thread: Worker | undefined
  let lastId = 0
  const waiting = new Map<number, Waiting>()

  const fail = (error: Error) => {
    thread = undefined
    waiting.forEach(({ reject }) => reject(error))
    waiting.clear()
  }
  const settle = (answer: Answered) => {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (waiting.size === 0) thread?.unref()
    if ('error' in answer) asked?.reject(new Error(answer.error))
    else asked?.resolve(answer.assignment)
  }
  const start = () => {
    const worker = new Worker(new URL('./suggestion-thread.js', import.meta.url))
    worker.on('message', settle)
    worker.on('error', fail)
    worker.on('exit', (code) => {
      if (thread === worker) fail(new Error(`The thread that makes suggestions left with ${code}.`))
    })
    return worker
  }

  return {
    ask: async (question) => {
      if (!isBuilt || question.strategy !== 'Bayesian') return suggest(question)
      thread ??= start()
      thread.ref()
      const id = (lastId += 1)
      const answered = new Promise<Assignment | undefined>((resolve, reject) => waiting.set(id, { resolve, reject }))
      thread.postMessage({ id, question } satisfies Asked)
      return answered
    },
    close: async () => {
      const last = thread
      fail(new Error('The endpoint leaves.'))
      await last?.terminate()
    },
  }
}
