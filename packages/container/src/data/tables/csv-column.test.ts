import { temporaryFolder as folder } from '../../testing/temporary-folder.js'
import { describeData } from '../describe.js'
import { openData } from '../open.js'

const rows = (count: number, line: string): string => `${line}\n`.repeat(count)

async function opened(content: string | Uint8Array): Promise<{ width: number; targets: number[]; task: string }> {
  const { train } = await openData('csv', { train: folder({ 'a.csv': content }), target: 'y' })
  return { width: train.inputShape[0], targets: [...train.targets], task: train.task }
}

describe('columns of a CSV file', () => {
  it('refuses a text among numbers, naming file, line, column and the text', async () => {
    await expect(opened(`x,y\n${rows(9, '1,0.5')}1O,0.5\n`)).rejects.toThrow(
      /a\.csv:11:1 has "1O" in the column "x", where 9 of 10 cells are finite numbers\. Correct the cell, remove its row, or/,
    )
  })

  it('refuses that in the target too, instead of making every number a class', async () => {
    await expect(opened(`x,y\n${rows(30, '1,24.5')}1,unknown\n`)).rejects.toThrow(
      /a\.csv:32:3 has "unknown" in the column "y"/,
    )
  })

  it('reads a column as categories if less than nine of ten are numbers', async () => {
    expect(await opened(`x,y\n${rows(8, '1,0.5')}red,0.5\nblue,1\n`)).toMatchObject({ width: 3, task: 'regression' })
  })

  it.each(['Infinity', '-Infinity', 'inf', '1e999', '0x10', '1,5'])('does not read "%s" as a number', async (text) => {
    await expect(opened(`x,y\n${rows(20, '1,0.5')}"${text}",0.5\n`)).rejects.toThrow(
      `a.csv:22:1 has "${text}" in the column "x", where 20 of 21 cells`,
    )
  })

  it('reads numbers in every decimal notation', async () => {
    expect((await opened('x,y\n1,-1\n1,+2.\n1,.5\n1,1e-3\n1,2.5E+2\n')).targets).toEqual([-1, 2, 0.5, 1e-3, 250])
  })

  it('reads a byte-order mark, CRLF, quotes with commas, lines and quotes in them, and spaces around cells', async () => {
    const text = '\uFEFFx,y\r\n"a, ""b""\r\nc", 1.5 \r\nd,2.5\r\n'
    expect(await opened(text)).toEqual({ width: 2, targets: [1.5, 2.5], task: 'regression' })
  })

  it('counts lines through cells that span several', async () => {
    await expect(opened(`x,y\n"a\nb",1\nc,\n`)).rejects.toThrow('a.csv:4:3 has no value ("") in the column "y"')
  })

  it.each([
    ['\uFEFFx,y\r\n"a, ""é""\r\nb",1\r\n\r\n\r\n"ü, c" ,?\r\n', '6:9'],
    ['x,y\n"a\n,b" , ?\n', '3:7'],
    ['y,x\r?,1\r2,3\r', '2:1'],
    ['x,y\n1,2\n3,NA', '3:3'],
  ])('names the place of a cell of %j as an editor does', async (content, place) => {
    await expect(opened(content)).rejects.toThrow(`a.csv:${place} has no value`)
  })

  it('explains that missing targets are not made up, and that missing steps of a series are not dropped', async () => {
    const train = folder({ 'a.csv': 'x,y\n1,0.5\n2,\n3,0.75\n' })
    for (const missing of [undefined, 'mean'] as const) {
      await expect(openData('csv', { train, target: 'y', ...(missing && { missing }) })).rejects.toThrow(
        'a.csv:3:3 has no value ("") in the column "y". It is to be predicted, and a target is never made up. ' +
          'Fill it in, remove its row, or say "missing: drop".',
      )
    }
    const { train: dropped } = await openData('csv', { train, target: 'y', missing: 'drop' })
    expect([...dropped.targets]).toEqual([0.5, 0.75])
    await expect(describeData('csv', { train, target: 'y', series: true })).rejects.toThrow(
      'The steps of a series follow each other, and none is left out or made up. Fill it in.',
    )
  })

  it('refuses a file that is not UTF-8, naming line and column', async () => {
    const latin1 = Buffer.from('x,y\nblau,1\nrot,2\nbunt grün,3\n', 'latin1')
    await expect(opened(latin1)).rejects.toThrow(/a\.csv:4:8 is not UTF-8\. Save the file in this encoding/)
    await expect(opened('x,y\n\uFFFD grün,1\n')).resolves.toMatchObject({ targets: [1] })
  })

  it('names every missing column', async () => {
    const train = folder({ 'a.csv': 'x,y\n1,2\n' })
    await expect(openData('csv', { train, target: 'z', features: ['x', 'w'] })).rejects.toThrow(
      'has no column "z", "w". Known are "x", "y".',
    )
  })

  it('refuses a column of names, each of which would be an input', async () => {
    const text = Array.from({ length: 1001 }, (_, row) => `name${row},${row / 7}`).join('\n')
    await expect(opened(`x,y\n${text}\n`)).rejects.toThrow('The column "x" has 1,001 different texts')
  })

  it('refuses a column without a name', async () => {
    await expect(opened('x,,y\n1,2,3\n')).rejects.toThrow('a.csv:1:3 has no name for its column 2')
  })
})
