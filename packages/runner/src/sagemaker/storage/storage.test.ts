import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { startObjectServer } from '../../testing/object-server.js'
import { temporaryFolder } from '../../testing/temporary-folder.js'
import { folderStorage } from './folder.js'
import { s3Storage } from './s3.js'
import { splitUri, type Storage } from './storage.js'

describe('splitUri', () => {
  it('splits bucket and key', () => {
    expect(splitUri('s3://b-1/a/b c')).toEqual({ bucket: 'b-1', key: 'a/b c' })
    expect(() => splitUri('https://b/a')).toThrow('is not an S3 URI')
  })
})

type Opened = { readonly storage: Storage; readonly close: () => Promise<void> }

const stores: readonly [string, (folder: string) => Promise<Opened>][] = [
  [
    'folderStorage',
    async (folder) => ({ storage: folderStorage(join(folder, 'store')), close: async () => undefined }),
  ],
  [
    's3Storage',
    async (folder) => {
      const { url, close } = await startObjectServer(join(folder, 'objects'))
      process.env['AWS_ACCESS_KEY_ID'] = 'test'
      process.env['AWS_SECRET_ACCESS_KEY'] = 'test'
      return { storage: s3Storage({ region: 'us-east-1', endpoint: url }), close }
    },
  ],
]

describe.each(stores)('%s', (_, open) => {
  const folder = temporaryFolder()
  let storage: Storage
  let close: Opened['close']

  beforeAll(async () => {
    ;({ storage, close } = await open(folder))
  })

  afterAll(() => close())

  const read = async (uri: string): Promise<string | undefined> => {
    const stream = await storage.get(uri)
    return stream && text(stream)
  }

  it('returns what was put', async () => {
    expect(await storage.exists('s3://bucket/a/b.txt')).toBe(false)
    expect(await read('s3://bucket/a/b.txt')).toBeUndefined()
    await storage.putText('s3://bucket/a/b.txt', 'Grüße')
    expect(await storage.exists('s3://bucket/a/b.txt')).toBe(true)
    expect(await read('s3://bucket/a/b.txt')).toBe('Grüße')
  })

  it('keeps a file as it was when it was put', async () => {
    const path = join(folder, 'file.csv')
    writeFileSync(path, 'x'.repeat(100_000))
    await storage.putFile('s3://bucket/a/file.csv', path)
    writeFileSync(path, 'changed')
    expect(await read('s3://bucket/a/file.csv')).toBe('x'.repeat(100_000))
  })

  it('lists by prefix, sorted', async () => {
    await storage.putText('s3://bucket/c/2', '')
    await storage.putText('s3://bucket/c/1', '')
    await storage.putText('s3://bucket/cc', '')
    expect(await storage.list('s3://bucket/c/')).toEqual(['s3://bucket/c/1', 's3://bucket/c/2'])
    expect(await storage.list('s3://bucket/c')).toEqual(['s3://bucket/c/1', 's3://bucket/c/2', 's3://bucket/cc'])
    expect(await storage.list('s3://bucket/nothing/')).toEqual([])
  })
})

describe('folderStorage', () => {
  const folder = temporaryFolder()

  it('hides an object that could not be put whole', async () => {
    const storage = folderStorage(folder)
    await expect(storage.putFile('s3://bucket/half', join(folder, 'no such file'))).rejects.toThrow('ENOENT')
    expect(await storage.exists('s3://bucket/half')).toBe(false)
    expect(await storage.list('s3://bucket/')).toEqual([])
  })

  it('refuses a key that leaves the bucket', async () => {
    const storage = folderStorage(folder)
    mkdirSync(join(folder, 'bucket'), { recursive: true })
    expect(() => storage.exists('s3://bucket/../other')).toThrow('leaves its bucket')
    expect(() => storage.putText('s3://bucket/a/../../../x', '')).toThrow('leaves its bucket')
  })
})
