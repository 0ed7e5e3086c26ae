import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { folderCache } from './cache.js'
import { stateFolder } from '../../target/state-folder.js'
import { temporaryFolder } from '../../testing/temporary-folder.js'
import { channelFiles } from './channel-files.js'
import { manifestOf } from './manifest.js'

describe('manifestOf', () => {
  const folder = temporaryFolder()
  const state = stateFolder(folder)
  const path = join(folder, 'table.csv')
  const digest = async (): Promise<string> =>
    (await manifestOf(path, await channelFiles(path), folderCache(state))).digest

  it('depends on the content, not on the time', async () => {
    writeFileSync(path, 'a,b\n1,2\n')
    const first = await digest()
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    utimesSync(path, 1, 1)
    expect(await digest()).toBe(first)
    writeFileSync(path, 'a,b\n1,3\n')
    expect(await digest()).not.toBe(first)
  })

  it('does not read a file again whose size and time are the same', async () => {
    writeFileSync(path, 'a,b\n1,2\n')
    utimesSync(path, 100, 100)
    const first = await digest()
    writeFileSync(path, 'a,b\n9,9\n')
    utimesSync(path, 100, 100)
    expect(await digest()).toBe(first)
    expect(readdirSync(state.cache)).toHaveLength(1)
  })

  it('works without a writable cache', async () => {
    const files = await channelFiles(path)
    const { digest } = await manifestOf(path, files, folderCache(stateFolder(path)))
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
  })
})
