/** Notices when an endpoint has been idle for a time. */

/** Counts the time without a request and without a job, by the monotonic clock. */
export class IdleWatch {
  #last = performance.now()
  #timer: NodeJS.Timeout | undefined

  /** Restarts the count. */
  reset(): void {
    this.#last = performance.now()
  }

  /** Calls `leave` after so many milliseconds; undefined: never. */
  start(timeout: number | undefined, busy: () => boolean, leave: () => void): void {
    if (timeout === undefined) return
    const betweenLooks = Math.min(Math.max(timeout / 10, 20), 10_000)
    this.#timer = setInterval(() => {
      if (busy()) this.reset()
      else if (performance.now() - this.#last >= timeout) leave()
    }, betweenLooks)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
