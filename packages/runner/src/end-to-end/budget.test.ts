/** Budgets as a user meets them: real jobs, real waits, and money that is only reckoned with. */

import { cli, decisionsOf, type Ended, eventsOf } from '../testing/cli.js'
import { freezeJobs } from '../testing/freeze.js'
import { writeSearch } from '../testing/search.js'

const long = 240_000
const price = ['--price', 'ml.m5.xlarge=0.36'] // A cent in 100 seconds.

const notRun = (ended: Ended): string[] =>
  eventsOf(ended).flatMap((event) => (event.type === 'not-run' ? [`${event.ref}: ${event.because}`] : []))
const searches = (ended: Ended): string[] =>
  eventsOf(ended).flatMap((event) => (event.type === 'tuning' ? [`${event.decision} ${event.ref}`] : []))

describe('a budget', () => {
  const assay = cli()
  const write = (budget: string): void =>
    writeSearch(assay, { fine: '', more: `resources: {max_runtime: 100s}\nbudget: ${budget}\n` })

  it('is shown by "plan" beside the maximum cost, without starting anything', async () => {
    write('{max_cost: 0.03 USD}')
    const { stdout, stderr } = await assay.run('plan', 'search.yaml', ...price)
    expect(stderr).toBe('')
    expect(stdout).toContain(
      'Cost: at most 0.05 USD, for 5 training jobs of at most 1 min 40 s each. ml.m5.xlarge at 0.36 USD an hour (“--price”).',
    )
    expect(stdout).toContain('No estimate: no job of this experiment has completed yet.')
    expect(stdout).toContain('Budget: 0.03 USD; 0.00 USD spent. A job starts only if its maximum cost is left')
    expect(JSON.parse((await assay.run('plan', 'search.yaml', '--json', ...price)).stdout)).toMatchObject({
      cost: {
        toCreate: { jobs: 5, longestSeconds: 100, instanceTypes: ['ml.m5.xlarge'], mostCost: 0.05 },
        prices: { currency: 'USD', perInstanceHour: { 'ml.m5.xlarge': 0.36 } },
        spent: { cost: 0, reserved: 0, seconds: 0, completedJobs: 0 },
        budget: { maximumCost: { amount: 0.03, currency: 'USD' } },
      },
    })
    expect((await assay.run('plan', 'search.yaml')).stdout).toContain(
      'Budget: 0.03 USD; jobs on this machine cost nothing.',
    )
    expect(assay.endpointPid()).toBeUndefined()
  })

  it(
    'starts a job when earlier ones have cost less than their maximum, and never one that may cost too much',
    async () => {
      write('{max_cost: 0.029 USD}')
      const ended = await assay.run('run', 'search.yaml', '--json', ...price)
      expect(ended.code).toBe(1)
      expect(ended.stderr).toContain('"coarse" may cost 0.03 USD by itself, more than "max_cost", and is not started.')
      expect(searches(ended)).toEqual([])
      expect(decisionsOf(ended)).toEqual(['created baseline/1', 'created baseline/2'])
      expect(notRun(ended)).toEqual([
        expect.stringMatching(
          /^coarse: of "max_cost", 0\.029 USD, 0\.00\d* USD are spent, and it may cost 0\.03 USD$/,
        ) as string,
      ])
    },
    long,
  )

  it(
    'waits for running jobs if all at once may cost more than the budget',
    async () => {
      write('{max_cost: 0.035 USD}')
      const ended = await assay.run('run', 'search.yaml', '--json', ...price)
      expect(ended).toMatchObject({ code: 0, stderr: '' })
      expect(searches(ended)[0]).toBe('created coarse')
      writeSearch(assay, {
        fine: '',
        more: '  more: {seeds: 1, hyperparameters: {epochs: 2}}\nresources: {max_runtime: 100s, max_parallel: 1}\nbudget: {max_cost: 0.0001 USD}\n',
      })
      const spent = await assay.run('run', 'search.yaml', '--json', ...price)
      expect(spent.code).toBe(1)
      expect(notRun(spent)).toEqual([expect.stringMatching(/^more: of "max_cost", 0\.0001 USD, 0\.0\d+ USD are spent/)])
    },
    long,
  )

  it(
    'counts jobs that another run has created meanwhile',
    async () => {
      writeSearch(assay, {
        fine: '',
        more: `  short: {seeds: 2, hyperparameters: {epochs: 100}}
  long: {seeds: 1, hyperparameters: {epochs: 300}}
resources: {max_runtime: 100s, max_parallel: 1}
budget: {max_cost: 0.2002 USD}
`,
      })
      // An experiment of its own, that nothing has been spent on.
      assay.write('both.yaml', assay.read('search.yaml').replace('name: searching', 'name: both'))
      const dear = ['--price', 'ml.m5.xlarge=3.6'] // Ten cents in 100 seconds.
      const frozen = freezeJobs(assay.folder)
      const first = assay.start('run', 'both.yaml', 'short', '--json', ...dear)
      const resume = await frozen // The first short job does not end before the long one is created.
      const second = assay.start('run', 'both.yaml', 'long', '--json', ...dear)
      await second.says('"decision":"created"')
      resume()
      const [ended, other] = [await first.ended, await second.ended]
      expect([ended.code, other.code]).toEqual([0, 0])
      // While the long job may cost ten cents, the second short one has to wait.
      expect(ended.stdout).toContain('"reason":"budget"')
    },
    long,
  )

  it(
    'of time counts the time in which any job ran, in earlier runs too',
    async () => {
      write('{max_time: 101s}')
      const { stdout } = await assay.run('plan', 'search.yaml')
      expect(stdout).toMatch(/^Budget: 1 min 41 s in which some job runs; \d+ s used\.$/m)
      writeSearch(assay, {
        fine: '',
        more: '  more: {seeds: 1, hyperparameters: {epochs: 2}}\nresources: {max_runtime: 100s}\nbudget: {max_time: 101s}\n',
      })
      const ended = await assay.run('run', 'search.yaml', '--json')
      expect(ended.code).toBe(1)
      expect(notRun(ended)).toEqual([expect.stringMatching(/^more: of "max_time", 1 min 41 s, \d+ s are used, and it/)])
    },
    long,
  )

  it('explains mistakes in "--price"', async () => {
    expect(await assay.run('plan', 'search.yaml', '--price', 'm5=1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('such as "--price ml.m5.xlarge=0.23"') as string,
    })
  })
})
