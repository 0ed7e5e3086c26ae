import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { ResolvedLayer } from '@assay/core'

import { temporaryFolder as folder } from '../../testing/temporary-folder.js'
import { describeData } from '../describe.js'
import { openData } from '../open.js'
import { learnVocabulary, vectorize } from './text-vectorization.js'

const fixture = (name: string): string => fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url))
const paragraphs = { train: fixture('paragraphs.csv'), target: 'kind' }

/** Keras's results for the same texts. */
const judged = JSON.parse(readFileSync(fixture('keras-texts.json'), 'utf8')) as {
  extra: string[]
  cases: { args: ResolvedLayer['args']; vocabulary: string[]; size: number; vectors: number[][] }[]
}

describe('text_vectorization', () => {
  it.each(judged.cases.map((each) => [JSON.stringify(each.args), each] as const))(
    'makes the same numbers of texts as Keras with %s',
    async (_name, { args, vocabulary, size, vectors }) => {
      const { train } = await openData('csv', paragraphs)
      const all = Int32Array.from(train.targets, (_, row) => row)
      const texts = [...(train.texts?.(all) ?? []), ...judged.extra]
      expect(texts.length).toBe(304)
      const learnt = learnVocabulary(
        { id: 'words', type: 'text_vectorization', args },
        texts.filter((_, row) => row % 2 === 0),
      )
      expect(learnt.vocabulary.slice(0, 500)).toEqual(vocabulary)
      expect(learnt.vocabulary.length).toBe(size)
      expect([...vectorize(learnt, [...texts.slice(0, 25), ...judged.extra])]).toEqual(vectors.flat())
    },
  )
})

describe('a column of texts', () => {
  it('is recognized by its words, and is read by a model', async () => {
    expect(await describeData(undefined, paragraphs)).toMatchObject({
      task: 'classification',
      inputShape: [],
      classNames: ['address', 'novel'],
      columns: [
        { name: 'text', kind: 'text' },
        { name: 'kind', kind: 'category' },
      ],
    })
  })

  it('is refused beside other features, and without its layer', async () => {
    const rows = Array.from({ length: 9 }, (_, row) => `${row},"word number ${row}",${row / 7}`).join('\n')
    const train = folder({ 'a.csv': `x,note,y\n${rows}\n` })
    await expect(openData('csv', { train, target: 'y' })).rejects.toThrow(
      'The column "note" is text. A model reads it with "text_vectorization", as the only one of "features"; else leave it out of them.',
    )
    expect((await openData('csv', { train, target: 'y', features: ['x'] })).train.inputShape).toEqual([1])
    const reader = (await openData('csv', { train, target: 'y', features: ['note'] })).train
    expect(() => reader.read(Int32Array.of(0))).toThrow('the first layer of the model must be "text_vectorization"')
  })

  it('must not miss a text', async () => {
    const train = folder({ 'a.csv': 'note,y\nthese are words,1.5\n,2.5\nand these too,3\n' })
    await expect(openData('csv', { train, target: 'y' })).rejects.toThrow('a.csv:3:1 has no value')
  })
})

describe('a folder of texts', () => {
  const reviews = {
    'pos/1_9.txt': 'I liked it.',
    'neg/2_1.txt': 'I did not.',
    'neg/1_2.txt': 'Nö.',
    'neg/x.json': '{}',
  }

  it('has a class for each folder', async () => {
    const train = folder(reviews)
    const test = folder({ 'pos/1.txt': 'Again!' })
    expect(await describeData(undefined, { train, test })).toEqual({
      format: 'text-folder',
      task: 'classification',
      inputShape: [],
      classes: 2,
      classNames: ['neg', 'pos'],
      rows: { train: 3, test: 1 },
    })
    const reader = (await openData('text-folder', { train, test })).train
    expect(reader.texts?.(Int32Array.of(2, 0))).toEqual(['I liked it.', 'Nö.'])
    expect([...reader.targets]).toEqual([0, 0, 1])
  })

  it('refuses a test with other classes, a class without texts, and other encodings', async () => {
    await expect(
      openData('text-folder', { train: folder(reviews), test: folder({ 'meh/1.txt': 'x' }) }),
    ).rejects.toThrow('meh" is no class of the training channel')
    await expect(openData('text-folder', { train: folder({ ...reviews, 'unsup/x.json': '' }) })).rejects.toThrow(
      'unsup" has no texts',
    )
    const { train } = await openData('text-folder', { train: folder({ 'a/1.txt': Buffer.from([0x66, 0xff]) }) })
    expect(() => train.texts?.(Int32Array.of(0))).toThrow('a/1.txt" is not UTF-8')
  })
})
