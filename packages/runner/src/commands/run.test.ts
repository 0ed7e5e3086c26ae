import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { cli, decisionsOf, eventsOf } from '../testing/cli.js'
import { writePoints } from '../testing/points.js'

const long = 240_000

describe('assay run', () => {
  const assay = cli()
  const reports = (): Record<string, string> => {
    const folder = join('.assay', 'reports', 'points')
    const names = readdirSync(join(assay.folder, folder)).filter((name) => name.includes('.'))
    return Object.fromEntries(names.map((name) => [name, assay.read(join(folder, name))]))
  }
  let first: Record<string, string>

  it('plans without starting anything', async () => {
    writePoints(assay)
    const { code, stdout } = await assay.run('plan', 'points.yaml', '--check')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Target: local/)
    expect(stdout).toContain('2 variants, 4 jobs: 4 create.')
    expect(assay.endpointPid()).toBeUndefined()
  })

  it(
    'trains every variant with every seed and writes the report',
    async () => {
      const { code, stdout, stderr } = await assay.run('run', 'points.yaml')
      expect(stderr).toContain('completed  wide seed 2')
      expect(code).toBe(0)
      expect(stdout).toMatch(/wide .* 2 /)
      expect(stdout).toContain(join(assay.folder, '.assay/reports/points/report.html'))
      first = reports()
      expect(Object.keys(first).sort()).toEqual(['jobs.csv', 'report.html', 'report.json', 'report.md'])
      expect(JSON.parse(first['report.json'] ?? '')).toMatchObject({ progress: { completed: 4, failed: 0 } })
    },
    long,
  )

  it(
    'starts nothing a second time and writes the same bytes',
    async () => {
      const again = await assay.run('run', 'points.yaml', '--json')
      expect(again.code).toBe(0)
      expect(decisionsOf(again)).toEqual(['done baseline/1', 'done baseline/2', 'done wide/1', 'done wide/2'])
      expect(reports()).toEqual(first)
      expect((await assay.run('plan', 'points.yaml', '--check')).code).toBe(0)
    },
    long,
  )

  // Where everything is there already, it is over before the list in the terminal has been set up.
  const inTerminal = spawnSync('script', ['--version']).status === 0 ? it : it.skip
  inTerminal(
    'ends in a terminal too, with every stage checked off',
    async () => {
      const { code, stdout } = await assay.runInTerminal('run', 'points.yaml')
      expect(code).toBe(0)
      const plain = stdout.replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, '')
      expect(plain).toMatch(/✔ baseline {2}2 of 2 done\s+✔ wide {2}2 of 2 done/)
      expect(plain).toContain(join('.assay', 'reports', 'points', 'report.html'))
    },
    long,
  )

  it(
    'makes the same report from Search alone',
    async () => {
      const { code } = await assay.run('report', 'points.yaml', '--out', 'elsewhere')
      expect(code).toBe(0)
      expect(assay.read('elsewhere/report.json')).toBe(first['report.json'])
    },
    long,
  )

  it(
    'trains only what changed, one job a variant for one more seed, and nothing for a new name',
    async () => {
      writePoints(assay, { units: 9 })
      const changed = await assay.run('run', 'points.yaml', '--json')
      expect(decisionsOf(changed)).toEqual(['created wide/1', 'created wide/2', 'done baseline/1', 'done baseline/2'])

      writePoints(assay, { units: 9, seeds: 3 })
      const more = await assay.run('run', 'points.yaml', '--json')
      expect(decisionsOf(more).filter((line) => line.startsWith('created'))).toEqual([
        'created baseline/3',
        'created wide/3',
      ])

      writePoints(assay, { units: 9, seeds: 3, stage: 'broad' })
      const renamed = await assay.run('run', 'points.yaml', '--json')
      expect(renamed.code).toBe(0)
      expect(decisionsOf(renamed).filter((line) => !line.startsWith('done'))).toEqual([])
    },
    long,
  )

  it(
    'runs only the picked seeds, with --set, and names both in the report',
    async () => {
      const ended = await assay.run('run', 'points.yaml', 'baseline/2', '--set', 'epochs=1', '--json', '--out', 'set')
      expect(decisionsOf(ended)).toEqual(['created baseline/2'])
      expect(assay.read('set/report.json')).toContain('"epochs=1"')
    },
    long,
  )

  it(
    'shows the state of each job and what it printed',
    async () => {
      const { stdout } = await assay.run('status', 'points.yaml', '--json')
      const rows = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { status: string })
      expect(rows.map(({ status }) => status)).toEqual(Array(6).fill('Completed'))
      const logs = await assay.run('logs', 'points.yaml', 'baseline/1')
      expect(logs.stdout).toMatch(/\[assay\] val_loss=\d/)
    },
    long,
  )

  it(
    'exits with 1 when a job failed, shows why, and repeats it only with --retry',
    async () => {
      writePoints(assay, { learningRate: 1e30, stage: 'wild', seeds: 1 })
      const failed = await assay.run('run', 'points.yaml')
      expect(failed.code).toBe(1)
      expect(failed.stderr).toMatch(/failed +wild seed 1.*AlgorithmError/)
      expect(failed.stderr).toContain('assay run points.yaml --retry')

      const again = await assay.run('run', 'points.yaml', '--json')
      expect(again.code).toBe(1)
      expect(decisionsOf(again)).toEqual(['done baseline/1', 'failed wild/1'])

      const retried = await assay.run('run', 'points.yaml', '--json', '--retry')
      expect(retried.code).toBe(1)
      expect(decisionsOf(retried)).toEqual(['created wild/1', 'done baseline/1'])
      const jobs = eventsOf(retried).flatMap((event) => (event.type === 'job' ? [event.job] : []))
      expect(jobs.some((job) => job.endsWith('-a2'))).toBe(true)
    },
    long,
  )
})
