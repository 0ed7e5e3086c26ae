import { join } from 'node:path'

import sharp from 'sharp'

import { temporaryFolder as folder } from '../../testing/temporary-folder.js'
import { describeData } from '../describe.js'
import { openData } from '../open.js'

describe('the image-folder reader', () => {
  const files = async (count: number, content: (row: number) => Promise<Buffer>): Promise<Record<string, Buffer>> =>
    Object.fromEntries(
      await Promise.all(Array.from({ length: count }, async (_, row) => [`a/${row}.png`, await content(row)] as const)),
    )
  const picture = (channels: 1 | 3, value: number, size = 4): Promise<Buffer> =>
    sharp(Buffer.alloc(size * size * channels, value), { raw: { width: size, height: size, channels } })
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .png()
      .toBuffer()

  it('reads classes from folders and pixels from files', async () => {
    const train = folder({
      'dog/a.png': await picture(3, 200),
      'cat/b.png': await picture(3, 10),
      'cat/a.png': await picture(3, 20),
      'cat/notes.txt': 'x',
    })
    expect(await describeData(undefined, { train })).toEqual({
      format: 'image-folder',
      task: 'classification',
      inputShape: [4, 4, 3],
      classes: 2,
      classNames: ['cat', 'dog'],
      rows: { train: 3 },
    })
    const open = await openData('image-folder', { train })
    expect([...open.train.targets]).toEqual([0, 0, 1])
    const { values } = await open.train.read(Int32Array.of(2, 0))
    expect([values[0], values[47], values[48], values.length]).toEqual([200, 200, 20, 96])
  })

  it('reads all images in the colors of the first', async () => {
    const train = folder({ 'a/1.png': await picture(1, 50), 'b/1.png': await picture(3, 60) })
    const open = await openData('image-folder', { train })
    expect(open.train.inputShape).toEqual([4, 4, 1])
    expect([...(await open.train.read(Int32Array.of(0, 1))).values]).toEqual([
      ...Array<number>(16).fill(50),
      ...Array<number>(16).fill(60),
    ])
  })

  it('refuses a class without images', async () => {
    const train = folder({ 'a/1.png': await picture(1, 50), 'b/notes.txt': 'x' })
    await expect(openData('image-folder', { train })).rejects.toThrow(/b" has no images/)
  })

  it('names an image of another size, and a damaged one', async () => {
    const good = await sharp(Buffer.alloc(4 * 4 * 3, 9), { raw: { width: 4, height: 4, channels: 3 } })
      .jpeg()
      .toBuffer()
    const train = folder({
      'a/1.jpg': good,
      'a/2.png': await picture(3, 1, 5),
      'a/3.jpg': good.subarray(0, good.length - 40),
      'a/4.jpg': 'no image',
    })
    const open = await openData('image-folder', { train })
    await expect(open.train.read(Int32Array.of(1))).rejects.toThrow(/2\.png" is 5×5; the first one is 4×4/)
    await expect(open.train.read(Int32Array.of(2))).rejects.toThrow(/3\.jpg" cannot be read/)
    await expect(open.train.read(Int32Array.of(3))).rejects.toThrow(/4\.jpg" cannot be read/)
  })

  it('checks every image when it describes them, and reports briefly what is wrong with each', async () => {
    const good = await sharp(Buffer.alloc(64 * 64 * 3, 9), { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg()
      .toBuffer()
    const train = folder({
      'a/1.png': await picture(3, 1, 64),
      'a/2.png': (await picture(3, 2, 64)).subarray(0, 80),
      'a/3.jpg': good.subarray(0, 20),
      'a/4.png': await picture(3, 1, 5),
      'a/5.png': (await picture(3, 2, 64)).subarray(0, 40),
    })
    const wrong = (name: string, reason: string): string => `The image "${join(train, 'a', name)}" ${reason}\n`
    await expect(describeData(undefined, { train })).rejects.toThrow(
      wrong('2.png', 'cannot be read: libpng read error.') +
        wrong('3.jpg', 'cannot be read: Input file has corrupt header: premature end of JPEG image.') +
        wrong('4.png', 'is 5×5; the first one is 64×64, and all must be of one size.') +
        wrong('5.png', 'cannot be read: Input file has corrupt header.').trimEnd(),
    )
    const damaged = await files(7, async (row) => (row === 0 ? picture(3, 1) : Buffer.from('none')))
    await expect(describeData(undefined, { train: folder(damaged) })).rejects.toThrow(
      /1\.png.*\n.*2\.png.*\n.*3\.png.*\n.*4\.png.*\n.*5\.png.*\n1 more of 7 cannot be used\.$/,
    )
  })

  it('checks no more images than requested, and reports that', async () => {
    const train = folder({ 'a/1.png': await picture(3, 1), 'a/2.png': 'none' })
    expect(await describeData(undefined, { train }, 1)).toMatchObject({ rows: { train: 2 }, unchecked: true })
    await expect(describeData(undefined, { train }, 2)).rejects.toThrow('2.png" cannot be read')
    const good = folder({ 'a/1.png': await picture(3, 1) })
    expect(await describeData(undefined, { train: good }, 1)).not.toHaveProperty('unchecked')
  })
})
