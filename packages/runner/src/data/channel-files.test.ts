import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { temporaryFolder } from '../testing/temporary-folder.js'
import { channelFiles } from './channel-files.js'

describe('channelFiles', () => {
  const folder = temporaryFolder()

  /** Makes a data folder with these files and returns `channel:name` of each. */
  async function laidOut(name: string, files: readonly string[]): Promise<string[]> {
    for (const file of files) {
      const path = join(folder, name, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, file)
    }
    return (await channelFiles(join(folder, name))).map((file) => `${file.channel}:${file.name}`)
  }

  it('takes a file as the training channel', async () => {
    writeFileSync(join(folder, 'one.csv'), 'a,b\n1,2\n')
    expect(await channelFiles(join(folder, 'one.csv'))).toEqual([
      { channel: 'train', name: 'one.csv', path: join(folder, 'one.csv'), size: 8, modified: expect.any(Number) },
    ])
  })

  it('takes train and test folders with all that is below', async () => {
    expect(await laidOut('folders', ['train/cat/1.png', 'train/dog/2.png', 'test/cat/3.png', 'README'])).toEqual([
      'test:cat/3.png',
      'train:cat/1.png',
      'train:dog/2.png',
    ])
  })

  it('knows the names of MNIST, CIFAR and CSV files, and folders of classes', async () => {
    expect(
      await laidOut('idx', ['t10k-images-idx3-ubyte', 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte']),
    ).toEqual(['test:t10k-images-idx3-ubyte', 'train:train-images-idx3-ubyte', 'train:train-labels-idx1-ubyte'])
    expect(await laidOut('cifar', ['data_batch_1.bin', 'test_batch.bin', 'readme.html'])).toEqual([
      'train:data_batch_1.bin',
      'test:test_batch.bin',
    ])
    expect(await laidOut('csv', ['train.csv', 'test.csv'])).toEqual(['test:test.csv', 'train:train.csv'])
    expect(await laidOut('classes', ['cat/1.jpg', 'dog/2.JPEG', '.git/x.png'])).toEqual([
      'train:cat/1.jpg',
      'train:dog/2.JPEG',
    ])
  })

  it('says what is missing', async () => {
    await expect(channelFiles(join(folder, 'nothing'))).rejects.toThrow(
      `There is no file or folder "${folder}/nothing".`,
    )
    await expect(laidOut('empty', ['README'])).rejects.toThrow('holds no training data')
  })

  it('refuses a link that leads round in a circle', async () => {
    mkdirSync(join(folder, 'loop', 'train'), { recursive: true })
    symlinkSync(join(folder, 'loop', 'train'), join(folder, 'loop', 'train', 'again'))
    await expect(channelFiles(join(folder, 'loop'))).rejects.toThrow(/folders deep|no training data|no file/)
  })
})
