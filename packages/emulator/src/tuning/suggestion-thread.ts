/** The thread that makes suggestions: a question comes in, an assignment goes out. */
import { parentPort } from 'node:worker_threads'

import { suggest } from './suggest.js'
import type { Answered, Asked } from './suggestions.js'

parentPort?.on('message', ({ id, question }: Asked) => {
  const answer = (answered: Answered) => parentPort?.postMessage(answered)
  try {
    answer({ id, assignment: suggest(question) })
  } catch (error) {
    answer({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
