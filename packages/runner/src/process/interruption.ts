/** Ctrl-C and SIGTERM: the first detaches from the jobs, a second one soon after stops them. */

import { setTimeout as sleep } from 'node:timers/promises'

/** The signals received so far. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** Returns the exit code: 128 plus the signal's number. */
  readonly exitCode: () => 130 | 143
  /** Whether a second signal comes within this time. */
  readonly again: (milliseconds: number) => Promise<boolean>
  readonly close: () => void
}

/** Starts to listen; until `close`, signals no longer end the process by themselves. */
export function listenForInterruption(from: NodeJS.EventEmitter = process): Interruption {
  const first = new AbortController()
  const second = new AbortController()
  let exitCode: 130 | 143 = 130
  const onSignal = (name: NodeJS.Signals): void => {
    if (first.signal.aborted) return second.abort()
    exitCode = name === 'SIGTERM' ? 143 : 130
    first.abort()
  }
  for (const name of signals) from.on(name, onSignal)
  return {
    signal: first.signal,
    exitCode: () => exitCode,
    again: async (milliseconds) => {
      await sleep(milliseconds, undefined, { signal: second.signal }).catch(() => undefined)
      return second.signal.aborted
    },
    close: () => {
      for (const name of signals) from.off(name, onSignal)
    },
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const
