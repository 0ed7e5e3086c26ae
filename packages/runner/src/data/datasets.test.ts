import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { folderCache } from './files/cache.js'
import { stateFolder } from '../target/state-folder.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { channelFiles } from './files/channel-files.js'
import { findDataset } from './datasets.js'

/** A red and a blue pixel, as PNG files. */
const pixels = [
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWP4z8AAAAMBAQCc479ZAAAAAElFTkSuQmCC',
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWNgYPgPAAEDAQBdlO9aAAAAAElFTkSuQmCC',
].map((text) => Buffer.from(text, 'base64'))

describe('findDataset', () => {
  const folder = temporaryFolder()
  const context = {
    experimentFolder: folder,
    places: { workingFolder: folder, cacheFolder: join(folder, 'cache') },
    bucket: 'b',
    cache: folderCache(stateFolder(folder)),
    objects: async () => Promise.reject(new Error('Nothing here is in S3.')),
  }
  const find = (set: string) => findDataset({ key: set, data: { set } }, context)

  function imagesOf(name: string, each: number): string {
    for (const [index, kind] of ['blue', 'red'].entries()) {
      const from = join(folder, name, 'train', kind)
      mkdirSync(from, { recursive: true })
      for (let image = 0; image < each; image++)
        writeFileSync(join(from, `${String(image).padStart(4, '0')}.png`), pixels[1 - index] ?? '')
    }
    return `./${name}`
  }

  it('decodes many images once, and reads a few as they are', async () => {
    const many = await find(imagesOf('many', 500))
    expect(many.files.map(({ channel, name, size }) => [`${channel}/${name}`, size])).toEqual([
      ['train/classes.txt', 9],
      ['train/images-idx4-ubyte', 20 + 1000 * 3],
      ['train/labels-idx1-ubyte', 8 + 1000],
    ])
    expect(many.summary).toMatchObject({ classNames: ['blue', 'red'], inputShape: [1, 1, 3], rows: { train: 1000 } })
    const few = await find(imagesOf('few', 2))
    expect([few.files.length, few.summary.format]).toEqual([4, 'image-folder'])
  })

  it('packs again only if an image has changed', async () => {
    const [first] = await channelFiles(join(folder, 'many'))
    const before = await find('./many')
    expect(readdirSync(join(folder, 'cache', 'packed'))).toHaveLength(1)
    writeFileSync(first?.path ?? '', pixels[0] ?? '')
    utimesSync(first?.path ?? '', 1, 1)
    const after = await find('./many')
    expect(readdirSync(join(folder, 'cache', 'packed'))).toHaveLength(2)
    expect(after.summary.digest).not.toBe(before.summary.digest)
  })
})
