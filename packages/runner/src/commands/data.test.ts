import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { cli } from '../testing/cli.js'

describe('assay data', () => {
  const { folder, read, run, write } = cli()

  it('describes the columns of a table, and exits with 1 if training would refuse a cell', async () => {
    write('prices.csv', `price,river\n${'20.5,yes\n31,no\n'.repeat(10)}2O.5,no\n`)
    const { code, stdout } = await run('data', 'describe', './prices.csv')
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'csv: 21 rows train',
      '',
      'column  type      missing  distinct  values',
      `price   mixed           0         3  20.5 … 31  refused: ${folder}/prices.csv:22:1 "2O.5"`,
      'river   category        0         2  no, yes',
      '',
    ])
    expect(code).toBe(1)
  })

  it('reports the same when it plans, with position and remedy', async () => {
    write(
      'x.yaml',
      `version: 1
name: x
question: What is the price?
data: {set: ./prices.csv, target: price}
objective: {metric: val_mae, goal: minimize}
model: {layers: [{id: head, dense: {units: 1}}]}
stages: {baseline: {}}
`,
    )
    const { code, stderr } = await run('plan', 'x.yaml')
    expect(stderr).toContain(
      `unreadable-data  ${folder}/prices.csv:22:1 has "2O.5" in the column "price", where 20 of 21 cells are finite numbers.`,
    )
    expect(code).toBe(2)
    write('prices.csv', `price,river\n${'20.5,yes\n31,no\n'.repeat(10)}20.5,no\n`)
    const again = await run('plan', '-v', 'x.yaml')
    expect(again.stdout).toMatch(/price\s+number\s+0\s+2\s+20\.5 … 31\s*\nriver\s+category\s+0\s+2\s+no, yes\s*\n/)
    expect(again.code).toBe(0)
  })

  it('describes the target, also as JSON', async () => {
    const { stdout } = await run('data', 'describe', './prices.csv', '--predict', 'river')
    expect(stdout).toMatch(/^csv: 21 rows train\ninput 1, classification of 2\nclasses no, yes\n/)
    const json = await run('data', 'describe', './prices.csv', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      format: 'csv',
      rows: { train: 21 },
      columns: [{ kind: 'number' }, {}],
    })
  })

  it('counts one row as one, and one job as one', async () => {
    write('one.csv', 'a,b\n1,2\n')
    expect((await run('data', 'describe', './one.csv')).stdout).toMatch(/^csv: 1 row train\n/)
    expect((await run('validate', 'x.yaml')).stdout).toBe('x.yaml: valid, 1 job\n')
  })

  it.each<[change: [from: string, to: string], place: string, sentence: string]>([
    [['target: price', 'target: price, split: {validation: 30}'], '4:62', '"validation" asks for 30 rows of 21.'],
    [['target: price', 'target: price, fraction: 0.01'], '4:52', '"fraction" is 0.01, less than one of 17 rows'],
    [['target: price', 'target: price, window: 9, horizon: 9'], '4:50', 'too few for one window of 9'],
    [['./prices.csv, target: price', './same.csv, target: kind'], '4:13', 'has only one class, "a"'],
  ])('refuses in planning what no job could do: %j', async ([from, to], place, sentence) => {
    write('same.csv', `a,kind\n${'1,a\n2,a\n'.repeat(10)}`)
    const text = read('x.yaml').replace(from, to)
    write('wrong.yaml', sentence.includes('class') ? text.replace('val_mae', 'val_loss') : text)
    const { code, stderr } = await run('plan', 'wrong.yaml')
    expect(stderr).toContain(`wrong.yaml:${place}  bad-data  `)
    expect(stderr).toContain(sentence)
    expect(code).toBe(2)
  })

  it('registers an archive by name, and refuses other files', async () => {
    mkdirSync(join(folder, 'none'))
    write('none/a.tar.gz', 'hello')
    const { code, stderr } = await run('data', 'pull', 'mine', '--from', 'none/a.tar.gz')
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^bad-archive {2}The archive ".*a\.tar\.gz" cannot be taken: /),
    ])
  })
})
