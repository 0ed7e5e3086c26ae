/** The log of a job on disk: all of it while it is short, its beginning and its end when it is not. */
import { createWriteStream } from 'node:fs'
import type { WriteStream } from 'node:fs'

/** Where a log is cut, in bytes. */
export interface LogLimits {
  readonly head: number
  readonly tail: number
}

/** 8 MiB from the beginning, 1 MiB from the end. */
export const defaultLogLimits: LogLimits = { head: 8 * 2 ** 20, tail: 2 ** 20 }

/** A log being written. Failing to write it never fails a job. */
export class JobLog {
  readonly #stream: WriteStream
  readonly #limits: LogLimits
  #broken = false
  /** Called when the disk has caught up. */
  readonly #waiting: (() => void)[] = []
  #headLeft: number
  #tail: Buffer[] = []
  #tailBytes = 0
  #leftOut = 0

  /** Opens a log; `append` continues that of an earlier attempt. */
  constructor(file: string, append: boolean, limits: LogLimits = defaultLogLimits) {
    this.#limits = limits
    this.#headLeft = limits.head
    this.#stream = createWriteStream(file, { flags: append ? 'a' : 'w' })
    this.#stream.on('drain', () => this.#release())
    this.#stream.on('error', () => {
      this.#broken = true
      this.#release()
    })
  }

  /** Returns false if the disk is behind; `onDrain` is then called once it has caught up. */
  write(chunk: Buffer, onDrain: () => void): boolean {
    if (this.#broken) return true
    const head = chunk.subarray(0, this.#headLeft)
    this.#headLeft -= head.length
    if (head.length < chunk.length) this.#keepTail(chunk.subarray(head.length))
    if (head.length === 0 || this.#stream.write(head)) return true
    this.#waiting.push(onDrain)
    return false
  }

  async close(): Promise<void> {
    const stream = this.#stream
    if (this.#leftOut > 0) stream.write(`\n[emulator] ${this.#leftOut} bytes of this log were left out here.\n`)
    for (const chunk of this.#tail) stream.write(chunk)
    this.#tail = []
    await new Promise<void>((resolve) => {
      stream.on('close', resolve)
      stream.end()
      if (stream.closed) resolve()
    })
  }

  #release() {
    this.#waiting.splice(0).forEach((each) => each())
  }

  #keepTail(chunk: Buffer) {
    this.#tail.push(chunk)
    this.#tailBytes += chunk.length
    while (this.#tail[0] && this.#tailBytes - this.#tail[0].length >= this.#limits.tail) {
      this.#leftOut += this.#tail[0].length
      this.#tailBytes -= this.#tail[0].length
      this.#tail.shift()
    }
  }
}
