/** Timers on the monotonic clock, also for times longer than the 24.8 days that setTimeout can count. */

const longest = 2 ** 31 - 1

/** Calls back after a time, in milliseconds; returns what cancels it. */
export function after(milliseconds: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = (left: number) => {
    const step = Math.min(left, longest)
    timer = setTimeout(() => (left > step ? wait(left - step) : callback()), step)
  }
  wait(Math.max(0, milliseconds))
  return () => clearTimeout(timer)
}

/** Resolves after a time, in milliseconds, or at once when the signal is aborted. Never rejects. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = after(milliseconds, done)
    signal?.addEventListener('abort', done)
  })
}
