import { cli } from '../testing/cli.js'

const file = (data: string): string => `version: 1
name: columns
data:
${data}
objective: {metric: val_loss, goal: minimize}
model: {layers: [{id: head, dense: {units: 1}}]}
stages: {a: {}}
`

describe('the columns of an experiment', () => {
  const { run, write } = cli()

  beforeAll(() => {
    write('prices.csv', `x,color,price\n${'1,red,2.5\n2,blue,3.5\n'.repeat(10)}`)
    write('same.csv', `x,y\n${'1,2\n3,2\n'.repeat(10)}`)
  })

  it('are all refused if missing, each at its position', async () => {
    write('x.yaml', file('  set: ./prices.csv\n  target: prise\n  features: [x, colr]'))
    const { code, stderr } = await run('plan', 'x.yaml')
    expect([code, stderr]).toEqual([
      2,
      `x.yaml:5:11  unknown-column  The data have no column "prise". Known are "x", "color", "price". Did you mean "price"?
4 |   set: ./prices.csv
5 |   target: prise
  |           ^^^^^
6 |   features: [x, colr]

x.yaml:6:17  unknown-column  The data have no column "colr". Known are "x", "color", "price". Did you mean "color"?
5 |   target: prise
6 |   features: [x, colr]
  |                 ^^^^
7 | objective: {metric: val_loss, goal: minimize}

2 problems. Nothing was started.
`,
    ])
  })

  it('are refused on the command line too', async () => {
    const { code, stderr } = await run('data', 'describe', './prices.csv', '--predict', 'prise')
    expect(stderr).toMatch(/^unknown-column {2}".*prices\.csv" has no column "prise"\..* Did you mean "price"\?\n$/)
    expect(code).toBe(2)
  })

  it('cause a warning if the target is the same in every row', async () => {
    write('x.yaml', file('  set: ./same.csv\n  target: y'))
    for (let time = 0; time < 2; time++) {
      const { code, stderr } = await run('plan', 'x.yaml')
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(/^x\.yaml:5:11 {2}constant-target \(warning\) {2}Every training row has the same target/),
      ])
    }
    expect((await run('data', 'describe', './same.csv', '--predict', 'y')).stdout).toContain(
      'warning: Every training row',
    )
  })

  it('cause no warning otherwise', async () => {
    write('x.yaml', file('  set: ./prices.csv\n  target: price'))
    expect(await run('plan', 'x.yaml')).toMatchObject({ code: 0, stderr: '' })
  })
})
