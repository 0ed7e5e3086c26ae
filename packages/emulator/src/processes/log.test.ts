import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { JobLog } from './log.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const written = async (
  chunks: readonly string[],
  limits = { head: 10, tail: 4 },
  file = join(folder, 'log'),
  append = false,
) => {
  const log = new JobLog(file, append, limits)
  for (const chunk of chunks) log.write(Buffer.from(chunk), () => undefined)
  await log.close()
  return readFileSync(file, 'utf8')
}

describe('JobLog', () => {
  it.each<[string[], string]>([
    [[], ''],
    [['short'], 'short'],
    [['exactly te', 'n'], 'exactly ten'],
    [['0123456789', 'abcd'], '0123456789abcd'],
    [['0123456789', 'abcd', 'efgh'], '0123456789\n[emulator] 4 bytes of this log were left out here.\nefgh'],
    [['01234', '56789abc', 'de', 'fg'], '0123456789\n[emulator] 3 bytes of this log were left out here.\ndefg'],
  ])('keeps of %j the beginning and the end', async (chunks, expected) => {
    expect(await written(chunks)).toBe(expected)
  })

  it('appends to a log on request, and starts a new one otherwise', async () => {
    await written(['one'])
    expect(await written(['two'], undefined, undefined, true)).toBe('onetwo')
    expect(await written(['three'])).toBe('three')
  })

  it('does not fail if it cannot write', async () => {
    const log = new JobLog(join(folder, 'absent', 'log'), false)
    log.write(Buffer.alloc(100_000), () => undefined)
    await log.close()
    expect(log.write(Buffer.from('x'), () => undefined)).toBe(true)
  })
})
