import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { temporaryFolder } from '../../testing/temporary-folder.js'
import { cachedSet, type Room, withRoom } from './set-place.js'

/** The compiled file, for a process of its own. */
const compiled = fileURLToPath(new URL('../../../dist/data/sets/set-place.js', import.meta.url))

describe('withRoom', () => {
  const cache = temporaryFolder()

  const placeText =
    (text: string) =>
    async ({ path, place }: Room): Promise<string> => {
      mkdirSync(join(path, 'set'))
      writeFileSync(join(path, 'set', 'text'), text)
      return place(join(path, 'set'))
    }

  /** Does something in a room of the set, in a process that is then killed. */
  function killedIn(name: string, work: string): void {
    const program = `
      const { withRoom } = await import(${JSON.stringify(compiled)})
      const { mkdirSync, renameSync, writeFileSync } = await import('node:fs')
      await withRoom(${JSON.stringify(name)}, ${JSON.stringify(cache)}, ({ path }) => {
        ${work}
        process.kill(process.pid, 'SIGKILL')
      })`
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program])
    expect(signal).toBe('SIGKILL')
  }

  it('puts a folder in place, and replaces it', async () => {
    for (const text of ['one', 'two']) {
      const folder = await withRoom('a', cache, placeText(text))
      expect([folder, readFileSync(join(folder, 'text'), 'utf8')]).toEqual([cachedSet('a', cache), text])
    }
    expect(readdirSync(join(cache, 'pulls'))).toEqual(['a.lock'])
  })

  it('keeps the previous set if the work fails', async () => {
    const failing = withRoom('a', cache, async ({ path }) => {
      writeFileSync(join(path, 'half'), '')
      await Promise.reject(new Error('no'))
    })
    await expect(failing).rejects.toThrow('no')
    expect(readFileSync(join(cachedSet('a', cache), 'text'), 'utf8')).toBe('two')
    expect(readdirSync(join(cache, 'pulls'))).toEqual(['a.lock'])
  })

  it('removes the rest of a killed process for this set, not for others', async () => {
    for (const name of ['a', 'b']) killedIn(name, `writeFileSync(path + '/left', '')`)
    const [room = ''] = readdirSync(join(cache, 'pulls', 'a'))
    expect(existsSync(join(cache, 'pulls', 'a', room, 'left'))).toBe(true)
    await withRoom('a', cache, placeText('three'))
    expect(readdirSync(join(cache, 'pulls')).sort()).toEqual(['a.lock', 'b', 'b.lock'])
  })

  it('brings back the set that a killed process had moved away', async () => {
    killedIn('a', `renameSync(${JSON.stringify(cachedSet('a', cache))}, path + '/../before')`)
    expect(existsSync(cachedSet('a', cache))).toBe(false)
    await withRoom('a', cache, async () => Promise.resolve())
    expect(readFileSync(join(cachedSet('a', cache), 'text'), 'utf8')).toBe('three')
  })

  it('refuses a second process for the same set, without touching the first', async () => {
    await withRoom('a', cache, async ({ path }) => {
      writeFileSync(join(path, 'mine'), '')
      await expect(withRoom('a', cache, placeText('four'))).rejects.toThrow('Another "assay data pull a" is at work')
      expect(existsSync(join(path, 'mine'))).toBe(true)
      await withRoom('c', cache, placeText('beside'))
    })
    expect(readdirSync(join(cache, 'data')).sort()).toEqual(['a', 'c'])
  })

  it('leaves the set where it is when a finished folder cannot be moved', async () => {
    const moved = withRoom('a', cache, async ({ path, place }) => place(join(path, 'no-such')))
    await expect(moved).rejects.toThrow('ENOENT')
    expect(readFileSync(join(cachedSet('a', cache), 'text'), 'utf8')).toBe('three')
  })
})
