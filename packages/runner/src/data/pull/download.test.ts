import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import { temporaryFolder } from '../../testing/temporary-folder.js'
import { bytesSoFar, download } from './download.js'
import { nobody, type Stage } from '../files/watcher.js'

/** Different at every position, so that a byte in the wrong place shows. */
const content = Buffer.alloc(3_000_000, createHash('sha512').update('assay').digest())
for (let at = 0; at < content.length; at += 4) content.writeUInt32LE(at, at)
const md5 = createHash('md5').update(content).digest('hex')
const patience = { attempts: 3, wait: 5, silence: 300 }

describe('download', () => {
  const folder = temporaryFolder()
  let server: Server
  let url: string
  let answers: ((request: IncomingMessage, response: ServerResponse) => void)[]
  let ranges: (string | undefined)[]

  beforeEach(async () => {
    ranges = []
    server = createServer((request, response) => {
      ranges.push(request.headers.range)
      const [answer] = answers.length > 1 ? answers.splice(0, 1) : answers
      answer?.(request, response)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.tar.gz`
  })

  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })

  /** As a web server with ranges does, of which the connection breaks after some bytes. */
  const serve =
    (bytes = Infinity, tag = '"one"') =>
    (request: IncomingMessage, response: ServerResponse): void => {
      const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
      const start = from !== undefined && request.headers['if-range'] === tag ? Number(from) : 0
      if (start >= content.length) return void response.writeHead(416).end()
      response.writeHead(start > 0 ? 206 : 200, {
        etag: tag,
        'content-length': content.length - start,
        ...(start > 0 ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
      })
      if (start + bytes >= content.length) return void response.end(content.subarray(start))
      response.write(content.subarray(start, start + bytes), () => setTimeout(() => response.destroy(), 20))
    }

  const target = (name: string): string => join(folder, name)

  it('downloads a file and leaves nothing beside it', async () => {
    answers = [serve()]
    await download({ url, md5 }, target('whole'), { patience })
    expect(readFileSync(target('whole')).equals(content)).toBe(true)
    expect([existsSync(target('whole.part')), existsSync(target('whole.part.version'))]).toEqual([false, false])
  })

  it('resumes after each broken connection', async () => {
    answers = [serve(1_000_000), serve(500_000), serve(700_000), serve(100_000), serve()]
    await download({ url, md5 }, target('broken'), { patience })
    expect(readFileSync(target('broken')).equals(content)).toBe(true)
    expect(ranges[0]).toBeUndefined()
    expect(ranges.slice(1)).toEqual(['bytes=1000000-', 'bytes=1500000-', 'bytes=2200000-', 'bytes=2300000-'])
  })

  it('ends at once when canceled, and resumes the next time', async () => {
    answers = [(_, response) => void response.writeHead(200, { etag: '"one"' }).write(content.subarray(0, 900_000))]
    const stop = new AbortController()
    const tell = ({ done }: Stage): void => {
      if (done === 900_000) stop.abort()
    }
    const left = download({ url, md5 }, target('left'), { patience, watcher: { signal: stop.signal, tell } })
    await expect(left).rejects.toThrow('aborted')
    expect(await bytesSoFar(target('left'))).toBe(900_000)
    answers = [serve()]
    const told: Stage[] = []
    await download({ url, md5 }, target('left'), { watcher: { ...nobody, tell: (stage) => told.push(stage) } })
    expect(ranges).toEqual([undefined, 'bytes=900000-'])
    expect(told.at(-1)).toEqual({ what: 'Downloading set.tar.gz', done: 3_000_000, total: 3_000_000, unit: 'bytes' })
  })

  it('resumes the part that another process left', async () => {
    answers = [serve(1_200_000), (_, response) => response.writeHead(404).end()]
    await expect(download({ url, md5 }, target('later'), { patience })).rejects.toThrow('404 Not Found')
    const kept = statSync(target('later.part')).size
    expect(kept).toBeGreaterThan(0)
    answers = [serve()]
    await download({ url, md5 }, target('later'), { patience })
    expect(ranges.at(-1)).toBe(`bytes=${kept}-`)
    expect(readFileSync(target('later')).equals(content)).toBe(true)
  })

  it('starts over if the file has changed in between', async () => {
    answers = [serve(1_000_000, '"old"'), serve(Infinity, '"new"')]
    await download({ url, md5 }, target('changed'), { patience })
    expect(readFileSync(target('changed')).equals(content)).toBe(true)
  })

  it('starts over if the server gives no version of the file', async () => {
    const plain = (bytes: number) => (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-length': content.length })
      if (bytes >= content.length) return void response.end(content)
      response.write(content.subarray(0, bytes), () => setTimeout(() => response.destroy(), 20))
    }
    answers = [plain(1_000_000), plain(Infinity)]
    await download({ url, md5 }, target('plain'), { patience })
    expect(ranges).toEqual([undefined, undefined])
    expect(readFileSync(target('plain')).equals(content)).toBe(true)
  })

  it('gives up on a silent server with a message', async () => {
    answers = [() => undefined]
    await expect(download({ url, md5 }, target('silent'), { patience })).rejects.toThrow('nothing came for 0.3 s')
    expect(ranges).toHaveLength(3)
  })

  it('refuses a file with another checksum and does not resume it', async () => {
    answers = [serve()]
    await expect(download({ url, md5: '0'.repeat(32) }, target('other'), { patience })).rejects.toThrow(
      `its MD5 is ${md5}, expected ${'0'.repeat(32)}`,
    )
    expect([existsSync(target('other')), existsSync(target('other.part'))]).toEqual([false, false])
  })

  it('keeps a complete part that was not moved into place', async () => {
    writeFileSync(target('end.part'), content)
    writeFileSync(target('end.part.version'), '"one"')
    answers = [serve()]
    await download({ url, md5 }, target('end'), { patience })
    expect(ranges).toEqual(['bytes=3000000-'])
    expect(readFileSync(target('end')).equals(content)).toBe(true)
  })

  it('reports why a server cannot be reached', async () => {
    await new Promise((done) => server.close(done))
    await expect(download({ url, md5 }, target('none'), { patience })).rejects.toThrow(
      /^"http:.*set\.tar\.gz" could not be fetched: .*ECONNREFUSED/,
    )
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })
})
