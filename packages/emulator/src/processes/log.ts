/** The log of a job on disk: all of it while it is short, its beginning and its end when it is not. */
import { createWriteStream } from 'node:fs'

/** A log being written. Failing to write it never fails a job. */
export interface JobLog {
  /** Returns false when the disk is behind; `onDrain` is then called once it has caught up. */
  write(chunk: Buffer, onDrain: () => void): boolean
  close(): Promise<void>
}

/** Where a log is cut, in bytes. */
export interface LogLimits {
  readonly head: number
  readonly tail: number
}

/** 8 MiB from the beginning, 1 MiB from the end. */
export const defaultLogLimits: LogLimits = { head: 8 * 2 ** 20, tail: 2 ** 20 }

/** Opens a log; `append` goes on in the log of an earlier attempt. */
export function openLog(file: string, append: boolean, limits: LogLimits = defaultLogLimits): JobLog {
  const stream = createWriteStream(file, { flags: append ? 'a' : 'w' })
  let broken = false
  const waiting: (() => void)[] = []
  const release = () => waiting.splice(0).forEach((each) => each())
  stream.on('drain', release)
  stream.on('error', () => {
    broken = true
    release()
  })

  let headLeft = limits.head
  let tail: Buffer[] = []
  let tailBytes = 0
  let leftOut = 0

  const keepTail = (chunk: Buffer) => {
    tail.push(chunk)
    tailBytes += chunk.length
    while (tail[0] && tailBytes - tail[0].length >= limits.tail) {
      leftOut += tail[0].length
      tailBytes -= tail[0].length
      tail.shift()
    }
  }

  return {
    write: (chunk, onDrain) => {
      if (broken) return true
      const head = chunk.subarray(0, headLeft)
      headLeft -= head.length
      if (head.length < chunk.length) keepTail(chunk.subarray(head.length))
      if (head.length === 0 || stream.write(head)) return true
      waiting.push(onDrain)
      return false
    },
    close: async () => {
      if (leftOut > 0) stream.write(`\n[emulator] ${leftOut} bytes of this log were left out here.\n`)
      for (const chunk of tail) stream.write(chunk)
      tail = []
      await new Promise<void>((resolve) => {
        stream.on('close', resolve)
        stream.end()
        if (stream.closed) resolve()
      })
    },
  }
}
