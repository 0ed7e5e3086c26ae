import { showStages } from './show-stages.js'
import type { Terminal } from '../process/terminal.js'

describe('showStages', () => {
  /** What a log has after stages were told at these seconds. */
  function log(told: readonly [second: number, what: string, done: number][]): readonly string[] {
    const lines: string[] = []
    const note = (text: string): unknown => lines.push(text)
    const terminal = { note, isInteractive: false } as Partial<Terminal> as Terminal
    let second = 0
    const stages = showStages(terminal, () => second * 1000)
    for (const [at, what, done] of told) {
      second = at
      stages.tell({ what, done, total: 60_000, unit: 'images' })
    }
    return lines
  }

  it('shows nothing for quick work, and a line now and then for the rest', () => {
    const seconds = Array.from({ length: 24 }, (_, second) => second)
    expect(log(seconds.map((second) => [second, 'Reading', second * 1000]))).toEqual([
      'Reading: 1,000 of 60,000 images',
      'Reading: 11,000 of 60,000 images',
      'Reading: 21,000 of 60,000 images',
    ])
    expect(
      log([
        [0, 'Unpacking', 1],
        [0.9, 'Unpacking', 2],
        [1.1, 'Reading', 3],
      ]),
    ).toEqual([])
  })

  it('shows bytes as megabytes, and no total if it is unknown', () => {
    const lines: string[] = []
    const terminal = { note: (text: string): unknown => lines.push(text) } as Partial<Terminal> as Terminal
    let now = 0
    const { tell } = showStages(terminal, () => (now += 100_000))
    for (const total of [170_498_071, undefined])
      tell({ what: 'Downloading a.tar.gz', done: 43_210_000, total, unit: 'bytes' })
    expect(lines).toEqual(['Downloading a.tar.gz: 43.2 of 170.5 MB', 'Downloading a.tar.gz: 43.2 MB'])
  })
})
