import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { MissingValues } from '@assay/core'

import { temporaryFolder as folder } from '../../testing/temporary-folder.js'
import { describeData } from '../describe.js'
import { openData } from '../open.js'

const penguins = fileURLToPath(new URL('../../../fixtures/penguins.csv', import.meta.url))
const features = ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g', 'sex']
const opened = (missing?: MissingValues) =>
  openData('csv', { train: penguins, target: 'species', features, ...(missing && { missing }) })

/** scikit-learn's results for the rows that miss a value, with the even rows as training rows. */
const judged = JSON.parse(
  readFileSync(new URL('../../../fixtures/sklearn-imputation.json', import.meta.url), 'utf8'),
) as Record<'mean' | 'median' | 'most_frequent', { fill: number[]; made: number[][] }> & {
  rows: number[]
  complete: number
}

describe('missing values of penguins', () => {
  it.each(['mean', 'median', 'most_frequent'] as const)(
    'are replaced by the %s as scikit-learn does',
    async (missing) => {
      const { train } = await opened(missing)
      const even = Int32Array.from({ length: train.targets.length / 2 }, (_, row) => 2 * row)
      const statistics = train.statistics?.(even)
      judged[missing].fill.forEach((value, column) => expect(statistics?.fill?.[column]).toBeCloseTo(value, 9))
      const { values } = await train.read(Int32Array.from(judged.rows), statistics)
      expect(values.length).toBe(judged.rows.length * 6)
      judged[missing].made.flat().forEach((value, at) => expect(values[at]).toBeCloseTo(value, 5))
    },
  )

  it('drop their rows', async () => {
    const { train } = await opened('drop')
    expect(train.targets.length).toBe(judged.complete)
    expect((await train.read(Int32Array.of(3))).values.every((value) => Number.isFinite(value))).toBe(true)
  })

  it('are refused by default at the first cell, with the alternatives', async () => {
    await expect(opened()).rejects.toThrow(
      `${penguins}:5:18 has no value ("NA") in the column "bill_length_mm". Fill it in, say with "missing" what becomes ` +
        'of such cells, or leave the column out of "features".',
    )
  })

  it('are described with their replacement', async () => {
    const { columns } = await describeData('csv', { train: penguins, target: 'species', features, missing: 'median' })
    const shown = Object.fromEntries(
      (columns ?? []).map(({ name, missing, imputed, refused }) => [name, [missing, imputed, refused]]),
    )
    expect(shown).toEqual({
      species: [0, undefined, undefined],
      bill_length_mm: [2, 'median', undefined],
      bill_depth_mm: [2, 'median', undefined],
      flipper_length_mm: [2, 'median', undefined],
      body_mass_g: [2, 'median', undefined],
      sex: [11, 'most_frequent', undefined],
    })
  })
})

describe('missing values', () => {
  it('of the target are never made up', async () => {
    const train = folder({ 'a.csv': 'x,y\n1,2.5\n,3\n4,\n' })
    await expect(openData('csv', { train, target: 'y', missing: 'mean' })).rejects.toThrow(/a\.csv:4:3 has no value/)
  })

  it('cannot be replaced if no training row has a value', async () => {
    const train = folder({ 'a.csv': 'x,z,y\n,1,2.5\n,1,3\n4,1,1\n' })
    const reader = (await openData('csv', { train, target: 'y', missing: 'mean' })).train
    expect(() => reader.statistics?.(Int32Array.of(0, 1))).toThrow('No training row has a value in the column "x".')
    await expect(
      openData('csv', { train: folder({ 'a.csv': 'x,y\n,1\n,2\n' }), target: 'y', missing: 'mean' }),
    ).rejects.toThrow('No row has a value in the column "x".')
    await expect(
      openData('csv', { train: folder({ 'a.csv': 'x,y\n,1\n,2\n' }), target: 'y', missing: 'drop' }),
    ).rejects.toThrow('"missing: drop" leaves none')
  })
})
