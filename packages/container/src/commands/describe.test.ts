import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { mnistFolder } from '../testing/job-folder.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const program = fileURLToPath(new URL('../../bin/train.js', import.meta.url))

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
}

describe('describe', () => {
  it('prints the contents of the files as JSON', () => {
    const { status, stdout } = run('describe', '--train', mnistFolder)
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'idx',
      inputShape: [28, 28, 1],
      rows: { train: 60_000, test: 10_000 },
    })
  })

  it('takes a target and features', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.csv'), 'x,y,z\n1,2,a\n3,4,b\n')
    const { stdout } = run('describe', '--train', join(folder, 'a.csv'), '--target', 'z', '--features', 'x')
    expect(JSON.parse(stdout)).toEqual({
      format: 'csv',
      task: 'classification',
      inputShape: [1],
      classes: 2,
      classNames: ['a', 'b'],
      rows: { train: 2 },
      columns: [
        { name: 'x', kind: 'number', missing: 0, distinct: 2, range: [1, 3] },
        { name: 'z', kind: 'category', missing: 0, distinct: 2, examples: ['a', 'b'] },
      ],
    })
  })

  it('shows the columns of a table without a target, and the cells that training would refuse', () => {
    const folder = temporaryFolder({ 'a.csv': `x,y,z\n${'1,a,\n'.repeat(19)}oops,b,7\n` })
    const { status, stdout } = run('describe', '--train', join(folder, 'a.csv'), '--as-found')
    expect(status).toBe(0)
    const at = join(folder, 'a.csv')
    expect(JSON.parse(stdout)).toEqual({
      format: 'csv',
      rows: { train: 20 },
      columns: [
        { name: 'x', kind: 'mixed', missing: 0, distinct: 2, range: [1, 1], refused: `${at}:21:1 "oops"` },
        { name: 'y', kind: 'category', missing: 0, distinct: 2, examples: ['a', 'b'] },
        { name: 'z', kind: 'number', missing: 19, distinct: 1, range: [7, 7], refused: `${at}:2:5 ""` },
      ],
    })
  })

  it('names missing columns, in a sentence and as JSON', () => {
    const folder = temporaryFolder({ 'a.csv': 'x,y\n1,2\n' })
    const { status, stdout, stderr } = run('describe', '--train', folder, '--target', 'z', '--features', 'x,w')
    expect([status, JSON.parse(stdout)]).toEqual([1, { unknown: ['z', 'w'], columns: ['x', 'y'] }])
    expect(stderr).toBe(`"${join(folder, 'a.csv')}" has no column "z", "w". Known are "x", "y".\n`)
  })

  it.each([
    [['describe'], 2, 'needs "--train"'],
    [['describe', '--train', mnistFolder, '--format', 'parquet'], 2, 'Unknown format "parquet"'],
    [['describe', '--train', mnistFolder, '--colour', 'red'], 2, '--colour'],
    [['describe', '--train', '/no/such/folder'], 1, '/no/such/folder'],
    [['describe', '--train', import.meta.dirname], 1, 'has no data that is known'],
    [['serve'], 2, 'Usage:'],
    [[], 2, 'Usage:'],
  ])('answers %j with %i', (args, code, message) => {
    const { status, stdout, stderr } = run(...args)
    expect([status, stdout]).toEqual([code, ''])
    expect(stderr).toContain(message)
  })
})
