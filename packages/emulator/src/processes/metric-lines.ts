/** Cuts the output of a process into lines, whatever it is: half characters, binary, no newline at the end. */
import { StringDecoder } from 'node:string_decoder'

/** Longest line, in characters, that metrics are looked for in; the rest of a longer one is skipped. */
export const longestLine = 8192

/** Takes chunks of bytes, gives whole lines. */
export interface LineSplitter {
  feed(chunk: Buffer): void
  end(): void
}

/** Returns a splitter that calls `onLine` for each line, the last one at the end. */
export function splitLines(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8')
  let pending = ''
  const feedText = (text: string) => {
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      onLine((pending + text.slice(start, Math.min(end, start + longestLine))).slice(0, longestLine))
      pending = ''
      start = end + 1
    }
    if (pending.length < longestLine) pending += text.slice(start, start + longestLine - pending.length)
  }
  return {
    feed: (chunk) => feedText(decoder.write(chunk)),
    end: () => {
      feedText(decoder.end())
      if (pending !== '') onLine(pending)
      pending = ''
    },
  }
}
