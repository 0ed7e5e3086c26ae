import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import sharp from 'sharp'

import { openData } from '../data/open.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const program = fileURLToPath(new URL('../../bin/train.js', import.meta.url))

function pack(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, 'pack', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
}

const picture = (seed: number, width = 5): Promise<Buffer> =>
  sharp(
    Buffer.from({ length: width * 4 * 3 } as ArrayLike<number>).map((_, index) => (index * 37 + seed * 11) % 256),
    {
      raw: { width, height: 4, channels: 3 },
    },
  )
    .png()
    .toBuffer()

describe('pack', () => {
  it('writes the same rows in the same order, with their class names', async () => {
    const folder = temporaryFolder({
      'train/dog/a.png': await picture(1),
      'train/cat/b.png': await picture(2),
      'train/cat/a.png': await picture(3),
      'validation/cat/c.png': await picture(5),
      'test/dog/c.png': await picture(4),
    })
    const [train, validation, test, out] = ['train', 'validation', 'test', 'out'].map((name) => join(folder, name))
    expect(pack('--train', train, '--validation', validation, '--test', test, '--out', out)).toMatchObject({
      status: 0,
      stdout: [3, 4, 5].map((packed) => `{"packed":${packed},"of":5}\n`).join(''),
      stderr: '',
    })
    const plain = await openData('image-folder', { train, validation, test })
    const packed = await openData('idx', {
      train: join(out, 'train'),
      validation: join(out, 'validation'),
      test: join(out, 'test'),
    })
    for (const part of ['train', 'validation', 'test'] as const) {
      const rows = Int32Array.from(plain[part]?.targets ?? [], (_, row) => row)
      expect(packed[part]?.targets).toEqual(plain[part]?.targets)
      expect(packed[part]?.classNames).toEqual(['cat', 'dog'])
      expect(packed[part]?.inputShape).toEqual([4, 5, 3])
      expect(Buffer.from((await packed[part]?.read(rows))?.values as Uint8Array)).toEqual(
        Buffer.from((await plain[part]?.read(rows))?.values as Uint8Array),
      )
    }
  })

  it('names an unreadable image, one of another size, and a missing flag', async () => {
    const folder = temporaryFolder({ 'train/a/1.png': await picture(1), 'train/a/2.png': await picture(1, 6) })
    const out = join(folder, 'out')
    expect(pack('--train', join(folder, 'train'), '--out', out)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`2.png" is 4×6; the first one is 4×5`) as string,
    })
    const damaged = temporaryFolder({
      'train/a/1.png': await picture(1),
      'train/a/2.png': 'no image',
      'train/b/3.png': 'x',
    })
    expect(pack('--train', join(damaged, 'train'), '--out', out)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/2\.png" cannot be read.*\n.*3\.png" cannot be read/) as string,
    })
    expect(pack('--train', folder)).toMatchObject({ status: 2, stderr: expect.stringContaining('"--out"') as string })
  })
})
