/** A search that is stopped, at every moment of its life, and an endpoint that is killed in the middle of that. */

import { setTimeout as sleep } from 'node:timers/promises'

import type { TuningRecord } from '@assay/core'

import { openSageMaker, type SageMaker } from '../sagemaker/resources/sagemaker.js'
import { cli, decisionsOf, type Ended, eventsOf } from '../testing/cli.js'
import { freezeJobs } from '../testing/freeze.js'
import { writeSearch } from '../testing/search.js'
import { readTuningJobs } from '../observe/tuning-jobs.js'

const long = 240_000

const searchDecisions = (ended: Ended): string[] =>
  eventsOf(ended).flatMap((event) => (event.type === 'tuning' ? [`${event.decision} ${event.ref}`] : []))

describe('a stopped search', () => {
  const assay = cli()
  const trials = 3
  const created = 'has just been created'
  const ran = 'made one trial'
  const isLast = 'is in its last trial'

  const service = (): SageMaker => {
    const { url } = JSON.parse(assay.read('.assay/endpoint.json')) as { url: string }
    return openSageMaker({ region: 'us-east-1', endpoint: url })
  }
  const found = async (stage: string, seed: number): Promise<TuningRecord | undefined> => {
    const sagemaker = service()
    const all = await readTuningJobs(sagemaker, { experiment: 'searching' })
    sagemaker.close()
    return all.filter(({ tags, searchSeed }) => tags['assay:stage'] === stage && searchSeed === seed).at(-1)
  }
  const until = async (stage: string, seed: number, test: (record: TuningRecord) => boolean): Promise<void> => {
    for (;;) {
      const record = await found(stage, seed)
      if (record && test(record)) return
      await sleep(50)
    }
  }
  const write = (seed: number, fine = ''): void =>
    writeSearch(assay, {
      trials,
      epochs: 20,
      units: [2, 60],
      coarse: `    search_seed: ${seed}\n    resources: {max_parallel: 1}\n`,
      fine,
    })

  const moments: readonly (readonly [string, (record: TuningRecord) => boolean])[] = [
    [created, () => true],
    [ran, ({ counters }) => counters.completed === 1],
    [isLast, (record) => record.trials.length === trials],
  ]
  const cases = [
    ...moments.map(([moment, test]) => ({ moment, test, isKilled: false, how: '' })),
    ...moments
      .slice(1, 2)
      .map(([moment, test]) => ({ moment, test, isKilled: true, how: ', and the endpoint dies of it' })),
  ]

  it.each(cases.map((one, index) => ({ ...one, seed: index + 1 })))(
    'when it $moment$how: stops, also twice, and --retry runs the remaining trials',
    async ({ moment, test, isKilled, seed }) => {
      write(seed)
      expect((await assay.run('run', 'search.yaml', 'coarse', '--detach')).code).toBe(0)
      await until('coarse', seed, test)
      const resume = moment === created ? () => undefined : await freezeJobs(assay.folder)
      expect(await assay.run('stop', 'search.yaml')).toMatchObject({ code: 0, stdout: 'Asked 1 job to stop.\n' })
      if (isKilled) process.kill(assay.endpointPid() ?? 0, 'SIGKILL')
      resume()
      expect((await assay.run('stop', 'search.yaml')).code).toBe(0) // While it stops, or when it has.
      await assay.run('status', 'search.yaml', '--follow')
      const stopped = await found('coarse', seed)
      expect(stopped?.status).toBe('Stopped')
      expect(stopped?.counters.inProgress).toBe(0)
      const made = stopped?.trials.length ?? 0
      expect(made).toBeLessThanOrEqual(trials)
      if (moment === isLast) expect(made).toBe(trials)
      if (moment === ran) expect(stopped?.counters.completed).toBeGreaterThanOrEqual(1)
      expect((await assay.run('stop', 'search.yaml')).stdout).toBe('Asked 0 jobs to stop.\n')

      // What a run would leave as it is, and what one would make that tries again.
      expect(await assay.run('plan', 'search.yaml', 'coarse', '--check')).toMatchObject({
        code: made === trials && (stopped?.counters.completed ?? 0) > 0 ? 0 : 1,
      })
      const again = (await assay.run('plan', 'search.yaml', 'coarse', '--retry')).stdout
      if (made > 0 && made < trials) expect(again).toContain(`create: ${made} of ${trials} trials are made`)

      const retried = await assay.run('run', 'search.yaml', 'coarse', '--json', '--retry')
      expect(searchDecisions(retried)).toEqual([made < trials ? 'created coarse' : 'done coarse'])
      const sagemaker = service()
      const chain = (await readTuningJobs(sagemaker, { experiment: 'searching' })).filter(
        ({ searchSeed }) => searchSeed === seed,
      )
      sagemaker.close()
      expect(chain.reduce((sum, record) => sum + record.trials.length, 0)).toBe(trials)
      expect(retried.code).toBe(chain.some(({ counters }) => counters.completed > 0) ? 0 : 1)
    },
    long,
  )

  it(
    'as soon as it has inherited from its parent: inherits the same again',
    async () => {
      const fine = '{kind: tune, max_trials: 2, search_seed: 11, warm_start: {from: [coarse]}}'
      write(10, fine)
      const run = assay.start('run', 'search.yaml', '--json')
      await until('coarse', 10, ({ status }) => status === 'Completed')
      for (;;) {
        if ((await found('fine', 11)) !== undefined) break
        await sleep(20)
      }
      const resume = await freezeJobs(assay.folder)
      expect((await assay.run('stop', 'search.yaml', 'fine')).stdout).toBe('Asked 1 job to stop.\n')
      resume()
      const ended = await run.ended
      expect(ended.code).toBe(1)
      expect(ended.stderr).toContain('The search of "fine" has not finished.')
      const retried = await assay.run('run', 'search.yaml', '--json', '--retry')
      expect(retried.code).toBe(0)
      expect(decisionsOf(retried).filter((line) => line.startsWith('created'))).toEqual([])
      const last = await found('fine', 11)
      const parents = [(await found('coarse', 10))?.name]
      expect(last?.parents).toEqual(expect.arrayContaining(parents))
      expect(last?.status).toBe('Completed')
    },
    long,
  )
})
