import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { temporaryFolder } from '../../testing/temporary-folder.js'
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

  it('takes train and test folders with everything below', async () => {
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
    expect(await laidOut('classes', ['cat/1.jpg', 'dog/2.JPEG', 'dog/3.webp', '.git/x.png'])).toEqual([
      'train:cat/1.jpg',
      'train:dog/2.JPEG',
      'train:dog/3.webp',
    ])
  })

  it('takes "validation", "valid" or "val" beside the training files', async () => {
    for (const name of ['validation', 'valid', 'val']) {
      expect(await laidOut(`held-${name}`, [`${name}/cat/2.png`, 'test/cat/3.png', 'train/cat/1.png'])).toEqual([
        'test:cat/3.png',
        'train:cat/1.png',
        'validation:cat/2.png',
      ])
    }
    expect((await laidOut('held-csv', ['train.csv', 'Val.csv'])).sort()).toEqual([
      'train:train.csv',
      'validation:Val.csv',
    ])
    expect(
      await laidOut('held-records', ['test.tfrecord', 'train.tfrecord', 'val_1.tfrecord', 'values.tfrecord']),
    ).toEqual(['test:test.tfrecord', 'train:train.tfrecord', 'validation:val_1.tfrecord', 'train:values.tfrecord'])
  })

  it('refuses two candidates for validation', async () => {
    await expect(laidOut('two', ['train/a/1.png', 'val/a/2.png', 'validation/a/3.png'])).rejects.toThrow(
      `"${folder}/two" has "val" and "validation", and only one of them can validate.`,
    )
  })

  it('refuses empty folders of classes, in every part', async () => {
    const made = (...folders: string[]): void =>
      folders.forEach((name) => mkdirSync(join(folder, name), { recursive: true }))
    made('none/train/red', 'none/test/green', 'none/val/.git')
    await expect(laidOut('none', ['train/blue/1.png', 'test/blue/2.png', 'val/blue/3.png'])).rejects.toThrow(
      `The folders "${folder}/none/test/green", "${folder}/none/train/red" are empty, and each folder is a class.`,
    )
    made('flat/red/deeper')
    await expect(laidOut('flat', ['blue/1.txt'])).rejects.toThrow(`The folder "${folder}/flat/red" is empty`)
    made('tables/train/old')
    expect(await laidOut('tables', ['train/a.csv', 'train/notes/b.txt'])).toEqual(['train:a.csv', 'train:notes/b.txt'])
  })

  it('names the missing part', async () => {
    await expect(channelFiles(join(folder, 'nothing'))).rejects.toThrow(
      `There is no file or folder "${folder}/nothing".`,
    )
    await expect(laidOut('empty', ['README'])).rejects.toThrow('holds no training data')
    await expect(laidOut('packed', ['a.tfrecord.gz'])).rejects.toThrow(
      'or a folder for each class. "a.tfrecord.gz" is compressed; of such files only IDX is read. Unpack it first.',
    )
    await expect(laidOut('tests', ['test/cat/1.jpg', 'test/dog/2.jpg'])).rejects.toThrow('holds no training data')
  })

  it('refuses a link that forms a cycle', async () => {
    mkdirSync(join(folder, 'loop', 'train'), { recursive: true })
    symlinkSync(join(folder, 'loop', 'train'), join(folder, 'loop', 'train', 'again'))
    await expect(channelFiles(join(folder, 'loop'))).rejects.toThrow(/folders deep|no training data|no file/)
  })
})
