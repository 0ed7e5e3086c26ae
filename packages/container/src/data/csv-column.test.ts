import { temporaryFolder as folder } from '../testing/temporary-folder.js'
import { openData } from './open.js'

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

  it('refuses it in the target too, instead of making every number a class', async () => {
    await expect(opened(`x,y\n${rows(30, '1,24.5')}1,unknown\n`)).rejects.toThrow(
      /a\.csv:32:2 has "unknown" in the column "y"/,
    )
  })

  it('takes a column with fewer numbers than nine of ten for categories', async () => {
    expect(await opened(`x,y\n${rows(8, '1,0.5')}red,0.5\nblue,1\n`)).toMatchObject({ width: 3, task: 'regression' })
  })

  it.each(['Infinity', '-Infinity', 'inf', '1e999', '0x10', '1,5'])('takes "%s" for no number', async (text) => {
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
    await expect(opened(`x,y\n"a\nb",1\nc,\n`)).rejects.toThrow('a.csv:4:2 has no value ("") in the column "y"')
  })

  it('refuses a column of names, which would be an input each', async () => {
    const text = Array.from({ length: 1001 }, (_, row) => `name${row},${row / 7}`).join('\n')
    await expect(opened(`x,y\n${text}\n`)).rejects.toThrow('The column "x" has 1,001 different texts')
  })

  it('refuses a column without a name', async () => {
    await expect(opened('x,,y\n1,2,3\n')).rejects.toThrow('has no name for its column 2')
  })
})
