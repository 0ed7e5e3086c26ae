import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { Header } from 'tar'

import { temporaryFolder } from '../../testing/temporary-folder.js'
import { unpackArchive } from './unpack-archive.js'
import { nobody } from '../files/watcher.js'

type Entry = {
  readonly path: string
  readonly type?: 'File' | 'SymbolicLink' | 'Link' | 'FIFO'
  readonly body?: Buffer
  readonly linkpath?: string
}

/** A tar file as a stranger may make it: of headers that no honest program writes. */
function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, type = 'File', body = Buffer.alloc(0), linkpath = '' }) => {
    const header = new Header({ path, type, size: body.length, mode: 0o644, linkpath, mtime: new Date(0) })
    header.encode()
    return [header.block ?? Buffer.alloc(0), body, Buffer.alloc((512 - (body.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

describe('unpackArchive', () => {
  const folder = temporaryFolder()
  let count = 0

  async function unpacked(bytes: Buffer, limits?: { bytes: number; files: number }): Promise<string> {
    const archive = join(folder, `${++count}.tar.gz`)
    writeFileSync(archive, bytes)
    await unpackArchive(archive, join(folder, String(count)), nobody, limits)
    return join(folder, String(count))
  }

  const body = Buffer.from('a,b\n1,2\n')

  it('unpacks packed and plain archives', async () => {
    for (const bytes of [tarOf([{ path: 'set/train.csv', body }]), gzipSync(tarOf([{ path: 'set/train.csv', body }]))])
      expect(readFileSync(join(await unpacked(bytes), 'set', 'train.csv'), 'utf8')).toBe('a,b\n1,2\n')
  })

  it.each<[string, Entry[], string]>([
    ['a path that leads out', [{ path: '../outside.csv', body }], 'its entry "../outside.csv" lies outside of it'],
    ['one in the middle', [{ path: 'a/../../outside.csv', body }], 'lies outside of it'],
    ['a path from the root', [{ path: '/tmp/outside.csv', body }], 'its entry "/tmp/outside.csv" lies outside of it'],
    ['a Windows path', [{ path: 'c:\\outside.csv', body }], 'lies outside of it'],
    [
      'a link, and what would be written through it',
      [
        { path: 'a', type: 'SymbolicLink', linkpath: '..' },
        { path: 'a/outside.csv', body },
      ],
      'its entry "a" is a SymbolicLink',
    ],
    ['a hard link', [{ path: 'a', type: 'Link', linkpath: '/etc/passwd' }], 'its entry "a" is a Link'],
    ['a pipe', [{ path: 'a', type: 'FIFO' }], 'its entry "a" is a FIFO'],
  ])('refuses %s', async (_what, entries, message) => {
    await expect(unpacked(gzipSync(tarOf(entries)))).rejects.toThrow(message)
    expect(existsSync(join(folder, 'outside.csv'))).toBe(false)
    expect(readdirSync(join(folder, String(count)))).toEqual([])
  })

  it('refuses an archive that would unpack to far more than its size', async () => {
    const bomb = gzipSync(tarOf([{ path: 'zeros.bin', body: Buffer.alloc(50_000_000) }]))
    expect(bomb.length).toBeLessThan(100_000)
    await expect(unpacked(bomb, { bytes: 1_000_000, files: 10 })).rejects.toThrow(
      'unpacks to more than 1,000,000 bytes',
    )
  })

  it('refuses too many files', async () => {
    const many = tarOf(Array.from({ length: 20 }, (_, index) => ({ path: `f${index}`, body })))
    await expect(unpacked(many, { bytes: 1e9, files: 10 })).rejects.toThrow('more than 10 files')
  })

  it.each([
    ['what is no archive', Buffer.from('hello')],
    ['an empty file', Buffer.alloc(0)],
    ['one cut short', gzipSync(tarOf([{ path: 'a.csv', body: Buffer.alloc(5000, 7) }])).subarray(0, 60)],
    [
      'one cut short before it was packed',
      gzipSync(tarOf([{ path: 'a.csv', body: Buffer.alloc(5000, 7) }]).subarray(0, 2000)),
    ],
    [
      'one cut between two entries',
      tarOf([
        { path: 'a.csv', body },
        { path: 'b.csv', body },
      ]).subarray(0, 1024),
    ],
  ])('refuses %s', async (_what, bytes) => {
    await expect(unpacked(bytes)).rejects.toThrow(/The archive ".*\.tar\.gz" cannot be taken: /)
  })
})
