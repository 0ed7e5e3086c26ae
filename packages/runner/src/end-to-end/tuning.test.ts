/** Searches as a user runs them: a real endpoint, its tuner, real trials. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import type { TuningState } from '../base/events.js'
import { cli, decisionsOf, type Ended, eventsOf } from '../testing/cli.js'
import { freezeJobs } from '../testing/freeze.js'
import { writeSearch } from '../testing/search.js'

const long = 240_000

const searchDecisions = (ended: Ended): string[] =>
  eventsOf(ended).flatMap((event) => (event.type === 'tuning' ? [`${event.decision} ${event.ref}`] : []))
const lastStates = (ended: Ended): TuningState[] => [
  ...new Map(
    eventsOf(ended).flatMap((event) => (event.type === 'tuning-state' ? [[event.job, event] as const] : [])),
  ).values(),
]
const trialsMade = (ended: Ended): number =>
  lastStates(ended).reduce((sum, { trials }) => sum + trials.completed + trials.stopped + trials.failed, 0)
const notRun = (ended: Ended): string[] =>
  eventsOf(ended).flatMap((event) => (event.type === 'not-run' ? [`${event.ref}: ${event.because}`] : []))

describe('a search, its child, and its confirmation', () => {
  const assay = cli()
  const reports = (): Record<string, string> => {
    const folder = join('.assay', 'reports', 'searching')
    const names = readdirSync(join(assay.folder, folder)).filter((name) => name.includes('.'))
    return Object.fromEntries(names.map((name) => [name, assay.read(join(folder, name))]))
  }
  let first: Record<string, string>

  it(
    'is planned with the parts that are known later, without starting anything',
    async () => {
      writeSearch(assay)
      const { code, stdout } = await assay.run('plan', 'search.yaml', '--check')
      expect(code).toBe(1)
      expect(stdout).toMatch(/^coarse +learning_rate 0.001 … 0.1 log +bayesian +3, 2 at a time +create$/m)
      expect(stdout).toMatch(
        /^fine +learning_rate \(known after coarse\) .* \+1 confirmation × 2 seeds +after coarse$/m,
      )
      expect(stdout).toContain(
        '3 searches, at most 7 trials, then 4 jobs that results decide: at most 13 training jobs in all.',
      )
      expect(assay.endpointPid()).toBeUndefined()
    },
    long,
  )

  it('shows its stopping conditions in the plan', async () => {
    writeSearch(assay, { coarse: '    stop_when: {target: 0.01, not_improving: 3, converged: true}\n', fine: '' })
    const { stdout } = await assay.run('plan', 'search.yaml')
    const lines = ['stops at val_loss 0.01', 'or after 3 trials without improvement', 'or when converged']
    expect(stdout).toMatch(new RegExp(lines.map((line) => `${line} *\n.*`).join('')))
    writeSearch(assay)
  })

  it(
    'detaches with --detach, and names the parts that another run has to start',
    async () => {
      const { code, stderr } = await assay.run('run', 'search.yaml', 'fine', '--detach')
      expect(code).toBe(0)
      expect(stderr).toContain('Includes "coarse", whose results it starts from.')
      expect(stderr).toContain(
        'Not started, because results decide it: fine (after coarse); the confirmations of fine; the confirmations of fine/cold. ',
      )
    },
    long,
  )

  it(
    'continues to its end in the next run, as soon as results are known',
    async () => {
      const ended = await assay.run('run', 'search.yaml', '--json')
      expect(ended).toMatchObject({ code: 0, stderr: '' })
      expect(searchDecisions(ended).filter((line) => line.startsWith('created'))).toEqual(['created fine'])
      expect(trialsMade(ended)).toBe(7)
      expect(decisionsOf(ended).filter((line) => /^created .*top-1/.test(line))).toEqual([
        'created fine/cold/top-1/1',
        'created fine/cold/top-1/2',
        'created fine/top-1/1',
        'created fine/top-1/2',
      ])
      first = reports()
      expect(JSON.parse(first['report.json'] ?? '')).toMatchObject({
        progress: { completed: 13, failed: 0 },
        searches: [{ ref: 'coarse' }, { ref: 'fine' }, { ref: 'fine/cold' }],
        warmStarts: [{ ref: 'fine' }],
        retired: [],
        retiredSearches: [],
      })
    },
    long,
  )

  it(
    'starts nothing a second time and writes the same bytes',
    async () => {
      const again = await assay.run('run', 'search.yaml', '--json')
      expect(again.code).toBe(0)
      expect([...searchDecisions(again), ...decisionsOf(again)].filter((line) => !line.startsWith('done'))).toEqual([])
      expect(reports()).toEqual(first)
      expect((await assay.run('plan', 'search.yaml', '--check')).code).toBe(0)
      expect((await assay.run('report', 'search.yaml', '--out', 'elsewhere')).code).toBe(0)
      expect(assay.read('elsewhere/report.json')).toBe(first['report.json'])
    },
    long,
  )

  it(
    'shows its state and the log of each trial',
    async () => {
      const { code, stdout } = await assay.run('status', 'search.yaml')
      expect(code).toBe(0)
      expect(stdout).toMatch(/^coarse +searching-[0-9a-f]{11} +[\d.]+ +Completed, 3 of 3 trials$/m)
      const log = await assay.run('logs', 'search.yaml', 'coarse/trial-3')
      expect(log.stdout).toMatch(/\[assay\] objective=\d/)
      expect(await assay.run('logs', 'search.yaml', 'coarse/trial-9')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('the search "coarse" has trial-1 to trial-3') as string,
      })
    },
    long,
  )

  it(
    'continues as one chain when more trials are allowed, without repeating any',
    async () => {
      writeSearch(assay, { trials: 5, fine: '' })
      const raised = await assay.run('run', 'search.yaml', '--json')
      expect(raised.code).toBe(0)
      expect(searchDecisions(raised)).toEqual(['created coarse'])
      expect(trialsMade(raised)).toBe(5)
      const { stdout } = await assay.run('status', 'search.yaml', '--json')
      const links = stdout.split('\n').filter((line) => line.startsWith('{"ref":"coarse"'))
      const { searches } = JSON.parse(reports()['report.json'] ?? '') as {
        searches: { trials: { objective?: number }[] }[]
      }
      const scores = searches.flatMap(({ trials }) => trials.map(({ objective }) => objective))
      for (const line of links) expect(scores).toContain((JSON.parse(line) as { objective: number }).objective)
      expect(links.map((line) => (JSON.parse(line) as { trials: string }).trials)).toEqual([
        '3 of 3 trials',
        '2 of 2 trials',
      ])
      const log = await assay.run('logs', 'search.yaml', 'coarse/trial-5')
      expect(log.stdout).toMatch(/\[assay\] objective=\d/)
    },
    long,
  )
})

describe('a search that starts from a tuning job by its name', () => {
  const assay = cli()
  const byName = (name: string): string =>
    `{kind: tune, of: baseline, max_trials: 1, warm_start: {from: ["job:${name}"]}}`

  it('is refused without such a job, and runs with it', async () => {
    writeSearch(assay, { trials: 1, fine: byName('not-there') })
    const refused = await assay.run('plan', 'search.yaml')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('There is no tuning job "not-there" on this target.')
    expect(assay.endpointPid()).toBeUndefined()

    writeSearch(assay, { trials: 1, fine: '' })
    const parent = await assay.run('run', 'search.yaml', '--json')
    writeSearch(assay, { trials: 1, fine: byName(lastStates(parent)[0]?.job ?? '') })
    const child = await assay.run('run', 'search.yaml', '--json')
    expect(child).toMatchObject({ code: 0, stderr: '' })
    expect(searchDecisions(child).filter((line) => line.startsWith('created'))).toEqual(['created fine'])
  })
})

describe('a disturbed search', () => {
  const assay = cli()
  const fine = '{kind: tune, max_trials: 1, warm_start: {from: [coarse]}}'

  it(
    'continues when the endpoint is killed, and two runs start each job once',
    async () => {
      writeSearch(assay, { trials: 4, epochs: 40, fine })
      const runs = [assay.start('run', 'search.yaml', '--json'), assay.start('run', 'search.yaml', '--json')]
      await runs[0]?.says('"secondaryStatus":"Training"')
      process.kill(assay.endpointPid() ?? 0, 'SIGKILL')
      const ended = await Promise.all(runs.map((run) => run.ended))
      expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(2).fill({ code: 0, stderr: '' }))
      const created = ended.flatMap(searchDecisions).filter((line) => line.startsWith('created'))
      expect(created.sort()).toEqual(['created coarse', 'created fine'])
      expect(ended.map(trialsMade)).toEqual([5, 5])
    },
    long,
  )

  it(
    'stops with its trials; parts that wait for it do not run, and --retry runs the remaining trials',
    async () => {
      writeSearch(assay, { trials: 3, epochs: 30, units: [20, 24], fine })
      const run = assay.start('run', 'search.yaml', '--json')
      const resume = await freezeJobs(assay.folder, 2)
      await run.says('"running":2')
      expect((await assay.run('stop', 'search.yaml', 'coarse')).stdout).toBe('Asked 1 job to stop.\n')
      resume()
      const stopped = await run.ended
      expect(stopped.code).toBe(1)
      expect(notRun(stopped)).toEqual(['fine: coarse was stopped'])
      expect(stopped.stderr).toContain('The search of "coarse" has not finished.')

      writeSearch(assay, { trials: 3, epochs: 30, units: [20, 24], fine: '' })
      const retried = await assay.run('run', 'search.yaml', '--json', '--retry')
      expect(retried.code).toBe(0)
      expect(searchDecisions(retried)).toEqual(['created coarse'])
      expect(trialsMade(retried)).toBe(3)
    },
    long,
  )

  it(
    'is detached by Ctrl-C, continued by the next run, and stopped by a second Ctrl-C',
    async () => {
      writeSearch(assay, { trials: 2, epochs: 31, units: [30, 34], fine })
      const run = assay.start('run', 'search.yaml', '--json')
      const resume = await freezeJobs(assay.folder, 2)
      await run.says('"running":2')
      run.process.kill('SIGINT')
      await run.says('Press Ctrl-C again')
      expect(run.saidSoFar()).toContain('Not started, because results decide it: fine (after coarse)')
      run.process.kill('SIGINT')
      expect((await run.ended).code).toBe(130)
      resume()
      const status = await assay.run('status', 'search.yaml', '--follow')
      expect(status.stdout).toMatch(/^coarse .* Stopped, [12] of 2 trials \([12] stopped\)$/m)
    },
    long,
  )

  it(
    'exits with 1 when every trial fails, and parts that wait for it do not run',
    async () => {
      writeSearch(assay, { trials: 2, learningRate: '{min: 1.0e+30, max: 1.0e+31}', units: [2, 3], fine })
      const ended = await assay.run('run', 'search.yaml', '--json')
      expect(ended.code).toBe(1)
      expect(lastStates(ended)).toMatchObject([{ trials: { completed: 0, failed: 2 } }])
      expect(notRun(ended)).toEqual(['fine: coarse failed'])
      expect(ended.stderr).toContain('assay logs search.yaml coarse/trial-1')
    },
    long,
  )
})
