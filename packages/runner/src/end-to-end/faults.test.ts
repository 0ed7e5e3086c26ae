import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Cli } from '../testing/cli.js'
import { cli, decisionsOf, eventsOf } from '../testing/cli.js'
import { writePoints } from '../testing/points.js'

const long = 240_000
/** Long enough to be caught in the middle. */
const epochs = 400

/** Waits until each of the two jobs has a checkpoint. */
async function trainedSome({ folder }: Cli): Promise<void> {
  const jobs = join(folder, '.assay')
  for (let looks = 0; looks < 600; looks++) {
    const files = existsSync(jobs) ? readdirSync(jobs, { recursive: true }).map(String) : []
    if (new Set(files.filter((file) => file.endsWith('.safetensors')).map((file) => dirname(file))).size === 2) return
    await sleep(50)
  }
  throw new Error('No job wrote a checkpoint.')
}

describe('a disturbed run', () => {
  const assay = cli()
  const other = cli()
  /** Each test has jobs of its own. */
  let units = 10
  const prepare = (): void => writePoints(assay, { epochs, units: units++, seeds: 2 })

  it(
    'continues when the endpoint is killed',
    async () => {
      prepare()
      const run = assay.start('run', 'points.yaml', '--json')
      await run.says('"secondaryStatus":"Training"')
      const pid = assay.endpointPid()
      expect(pid).toBeGreaterThan(0)
      process.kill(pid ?? 0, 'SIGKILL')
      const ended = await run.ended
      expect(ended).toMatchObject({ code: 0 })
      expect(decisionsOf(ended)).toHaveLength(4)
      const completed = eventsOf(ended).filter((event) => event.type === 'state' && event.status === 'Completed')
      expect(completed).toHaveLength(4)
      expect(assay.endpointPid()).not.toBe(pid)
    },
    long,
  )

  it(
    'gives the same results when the endpoint is killed: jobs resume from their checkpoints',
    async () => {
      const units = 8
      const finals: string[][] = []
      for (const [each, disturbed] of [
        [assay, true],
        [other, false],
      ] as const) {
        writePoints(each, { epochs: 600, units, seeds: 1 })
        const run = each.start('run', 'points.yaml', '--json')
        if (disturbed) {
          await trainedSome(each)
          process.kill(each.endpointPid() ?? 0, 'SIGKILL')
        }
        expect(await run.ended).toMatchObject({ code: 0 })
        const { stdout } = await each.run('logs', 'points.yaml', 'wide/1')
        expect(/^Goes on after epoch \d+\.$/m.test(stdout)).toBe(disturbed)
        // What is printed of the selected epoch at the end; how fast it was differs.
        const lines = stdout.split('\n').filter((line) => line.startsWith('[assay] '))
        finals.push(lines.filter((line) => !line.includes('images_per_second')).slice(-12))
      }
      expect(finals[0]).toEqual(finals[1])
      expect(finals[0]).toContain('[assay] epoch=600;')
    },
    long,
  )

  it(
    'detaches from its jobs at Ctrl-C and reattaches to them',
    async () => {
      prepare()
      const run = assay.start('run', 'points.yaml', '--json')
      await run.says('"secondaryStatus":"Training"')
      run.process.kill('SIGINT')
      const left = await run.ended
      expect(left.code).toBe(130)
      expect(left.stderr).toContain('assay stop points.yaml')

      const again = await assay.run('run', 'points.yaml', '--json')
      expect(again.code).toBe(0)
      expect(decisionsOf(again).filter((line) => line.startsWith('created'))).toEqual([])
    },
    long,
  )

  it(
    'names the jobs that keep running, and how to stop them, when the service refuses a job',
    async () => {
      writePoints(assay, {
        epochs: 4000,
        units: units++,
        seeds: 2,
        more: '  vast: {of: baseline, hyperparameters: {units: 3}, resources: {volume_gb: 9000000000}}\n',
      })
      const { code, stderr } = await assay.run('run', 'points.yaml')
      expect(code).toBe(3)
      expect(stderr).toContain(
        '4 jobs keep running. "assay run points.yaml" reattaches to them, "assay stop points.yaml" stops them.\nSerializationException  The service refused the job ',
      )
      expect((await assay.run('stop', 'points.yaml')).stdout).toBe('Asked 4 jobs to stop.\n')
    },
    long,
  )

  it(
    'stops its jobs at a second Ctrl-C',
    async () => {
      prepare()
      const run = assay.start('run', 'points.yaml', '--json')
      await run.says('"secondaryStatus":"Training"')
      run.process.kill('SIGINT')
      await run.says('Press Ctrl-C again')
      run.process.kill('SIGINT')
      expect((await run.ended).code).toBe(130)

      const status = await assay.run('status', 'points.yaml', '--follow', '--json')
      expect(status.code).toBe(1)
      expect(status.stdout).toContain('"status":"Stopped"')
      expect(status.stdout).not.toContain('"status":"Training"')
    },
    long,
  )

  it(
    'runs each job once when two runs start at the same time',
    async () => {
      prepare()
      const runs = [assay.start('run', 'points.yaml', '--json'), assay.start('run', 'points.yaml', '--json')]
      const ended = await Promise.all(runs.map((run) => run.ended))
      expect(ended.map(({ code }) => code)).toEqual([0, 0])
      const created = ended.flatMap(decisionsOf).filter((line) => line.startsWith('created'))
      expect(created).toEqual([...new Set(created)])
      expect(created.length).toBeGreaterThanOrEqual(2)
      const report = JSON.parse(assay.read('.assay/reports/points/report.json')) as { progress: unknown }
      expect(report.progress).toMatchObject({ completed: 4 })
    },
    long,
  )

  it(
    'detaches with --detach; status follows it and stop stops it',
    async () => {
      prepare()
      const detached = await assay.run('run', 'points.yaml', '--detach')
      expect(detached.code).toBe(0)
      const stopped = await assay.run('stop', 'points.yaml', 'wide')
      expect(stopped.stdout).toBe('Asked 2 jobs to stop.\n')
      const followed = await assay.run('status', 'points.yaml', '--follow', '--json')
      const rows = followed.stdout.split('\n').filter((line) => line.startsWith('{"ref"'))
      expect(rows.filter((row) => row.includes('"ref":"wide"') && row.includes('"status":"Stopped"'))).toHaveLength(2)
    },
    long,
  )
})
