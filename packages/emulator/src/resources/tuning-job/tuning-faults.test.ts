import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CreateHyperParameterTuningJobCommand,
  StopHyperParameterTuningJobCommand,
  paginateListTrainingJobs,
} from '@aws-sdk/client-sagemaker'
import type { SageMakerClient } from '@aws-sdk/client-sagemaker'

import { clientOf, describeJob, pathOf, pause, temporaryFolder } from '../../testing/fixture.js'
import { readStarts, tuningViolations, violations } from '../../testing/invariants.js'
import { build, startStanding } from '../../testing/standing.js'
import type { Standing } from '../../testing/standing.js'
import {
  describeTuning,
  isTuningOver,
  listTrials,
  printsParabola,
  program,
  tuningJob,
  waitForTuning,
} from '../../testing/tuning.js'
import { registerImages } from '../../processes/images.js'

let folder: string
let standing: Standing | undefined
let client: SageMakerClient
beforeAll(() => build(), 60_000)
beforeEach(() => {
  folder = temporaryFolder()
  prepare(folder)
})
afterEach(async () => {
  client.destroy()
  await standing?.kill()
  standing = undefined
  rmSync(folder, { recursive: true, force: true })
})

const prepare = (place: string) => {
  const count = `echo "$TRAINING_JOB_NAME $$" >> ${join(place, 'starts')}`
  registerImages(place, {
    parabola: program(`${count}; ${printsParabola}`),
    short: program(`${count}; sleep 0.$(( $$ % 4 )); ${printsParabola}`),
    gated: program(
      `${count}; until [ -f ${join(place, 'go')}-$$ ] || [ -f ${join(place, 'go')} ]; do sleep 0.02; done; ${printsParabola}`,
    ),
    long: program(`${count}; ${printsParabola}; exec sleep 60`),
    epochs: program(`${count}; i=0; while [ $i -lt 10 ]; do i=$((i + 1)); echo "objective=$x;"; sleep 0.02; done`),
  })
}

const restart = async (flags = ['--parallel', '4', '--stop-grace', '0.2']) => {
  await standing?.kill()
  standing = await startStanding(folder, flags)
  client = clientOf(standing.url)
  return client
}

const isSoak = process.env['SOAK'] !== undefined
const kills = isSoak ? 200 : 5

/** The same numbers in each run: a fault that was found can be found again. */
function randomNumbers(seed: number) {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}

const children = async () => {
  const names: string[] = []
  for await (const page of paginateListTrainingJobs({ client, pageSize: 100 }, {}))
    names.push(...(page.TrainingJobSummaries ?? []).map(({ TrainingJobName = '' }) => TrainingJobName))
  return names
}

const noneLost = async (...names: string[]) => {
  const own = (await children()).filter((child) => names.some((name) => child.startsWith(`${name}-`)))
  const known = { acknowledged: new Set(own), requested: new Set<string>(), stopped: new Set<string>(), children: own }
  return violations(client, { ...known, starts: join(folder, 'starts') })
}

describe('kill -9 of the endpoint during tuning', () => {
  it(
    'loses no training job, doubles none, and keeps every count, at any moment',
    async () => {
      const random = randomNumbers(3)
      const trials = Math.max(25, 2 * kills)
      await restart()
      const request = tuningJob('sweep', { image: 'short', most: trials, parallel: 4 })
      await client.send(new CreateHyperParameterTuningJobCommand(request))
      for (let round = 0; round < kills; round += 1) {
        await pause(random() * 400)
        await restart()
        expect((await describeTuning(client, 'sweep')).HyperParameterTuningJobName).toBe('sweep')
      }
      await waitForTuning(client, 'sweep', isTuningOver, 60 + kills)
      expect(await tuningViolations(client, 'sweep')).toEqual([])
      expect(await noneLost('sweep')).toEqual([])
      expect(readStarts(join(folder, 'starts')).length).toBeGreaterThanOrEqual(trials)
    },
    120_000 + kills * 5_000,
  )

  it.each(['Bayesian', 'Random'] as const)(
    'goes on with the same suggestions as without it: %s',
    async (Strategy) => {
      const request = (name: string) =>
        tuningJob(name, { image: 'parabola', most: 12, parallel: 1, config: { Strategy, RandomSeed: 7 } })
      const tried = async (name: string) =>
        (await listTrials(client, name)).map((trial) => [
          trial.TunedHyperParameters,
          trial.FinalHyperParameterTuningJobObjectiveMetric?.Value,
        ])
      await restart()
      await client.send(new CreateHyperParameterTuningJobCommand(request('calm')))
      await waitForTuning(client, 'calm')
      await client.send(new CreateHyperParameterTuningJobCommand(request('troubled')))
      const random = randomNumbers(5)
      let killed = 0
      while (!isTuningOver(await describeTuning(client, 'troubled')) && killed < (isSoak ? 8 : 3)) {
        await pause(random() * 500)
        await restart()
        killed += 1
      }
      expect(await tuningViolations(client, 'troubled')).toEqual([])
      expect(killed).toBeGreaterThan(1)
      expect(await tried('troubled')).toEqual(await tried('calm'))
    },
    120_000,
  )

  it('keeps the answer to a creation and to a stop', async () => {
    await restart()
    for (const name of ['one', 'two'])
      await client.send(
        new CreateHyperParameterTuningJobCommand(tuningJob(name, { image: 'long', most: 6, parallel: 2 })),
      )
    await waitForTuning(client, 'one', (job) => job.TrainingJobStatusCounters?.InProgress === 2)
    await client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'one' }))
    await restart()
    const one = await waitForTuning(client, 'one')
    expect(one).toMatchObject({ HyperParameterTuningJobStatus: 'Stopped', TrainingJobStatusCounters: { Stopped: 2 } })
    expect(await describeTuning(client, 'two')).toMatchObject({ HyperParameterTuningJobStatus: 'InProgress' })
    await client.send(new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: 'two' }))
    await waitForTuning(client, 'two')
    expect([...(await tuningViolations(client, 'one')), ...(await tuningViolations(client, 'two'))]).toEqual([])
    expect(await noneLost('one', 'two')).toEqual([])
  })

  it('runs interrupted training jobs again', async () => {
    await restart()
    await client.send(
      new CreateHyperParameterTuningJobCommand(tuningJob('again', { image: 'gated', most: 4, parallel: 4 })),
    )
    while (readStarts(join(folder, 'starts')).length < 4) await pause(10)
    await restart()
    writeFileSync(join(folder, 'go'), '')
    expect((await waitForTuning(client, 'again')).TrainingJobStatusCounters?.Completed).toBe(4)
    const paths = await Promise.all((await children()).map(async (name) => pathOf(await describeJob(client, name))))
    expect(paths.filter((path) => path.includes('Interrupted'))).toHaveLength(4)
    expect(await noneLost('again')).toEqual([])
  })

  it('counts training jobs whose processes are killed as failed, and continues', async () => {
    await restart()
    await client.send(
      new CreateHyperParameterTuningJobCommand(tuningJob('killed', { image: 'gated', most: 12, parallel: 4 })),
    )
    const seen = new Set<number>()
    while (!isTuningOver(await describeTuning(client, 'killed'))) {
      for (const { pid } of readStarts(join(folder, 'starts'))) {
        if (seen.has(pid)) continue
        seen.add(pid)
        if (seen.size % 3 === 0) process.kill(pid, 'SIGKILL')
        else writeFileSync(join(folder, `go-${pid}`), '')
      }
      await pause(20)
    }
    const job = await describeTuning(client, 'killed')
    expect(job).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Completed: 8, NonRetryableError: 4 },
      ObjectiveStatusCounters: { Succeeded: 8, Failed: 4 },
    })
    expect(await tuningViolations(client, 'killed')).toEqual([])
    expect(await noneLost('killed')).toEqual([])
  })

  it('keeps early stopping, and the curves that it reads', async () => {
    const random = randomNumbers(11)
    await restart()
    const config = { TrainingJobEarlyStoppingType: 'Auto' } as const
    await client.send(
      new CreateHyperParameterTuningJobCommand(tuningJob('early', { image: 'epochs', most: 20, parallel: 3, config })),
    )
    for (let round = 0; round < (isSoak ? 5 : 3); round += 1) {
      await pause(random() * 500)
      await restart()
    }
    expect(await tuningViolations(client, 'early')).toEqual([])
    expect(await noneLost('early')).toEqual([])
    expect((await describeTuning(client, 'early')).TrainingJobStatusCounters?.Stopped).toBeGreaterThan(0)
  })
})

describe('a full disk during tuning', () => {
  it('waits for room, and then runs to the end', async () => {
    standing = await startStanding(folder, ['--parallel', '4'], ['prlimit', '--fsize=400000:', '--'])
    client = clientOf(standing.url)
    const StaticHyperParameters = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`padding${index}`, 'x'.repeat(2000)]),
    )
    const changes = { image: 'parabola', most: 20, parallel: 4, definition: { StaticHyperParameters } }
    await client.send(new CreateHyperParameterTuningJobCommand(tuningJob('full', changes)))
    let before = -1
    for (let same = 0; same < 4; await pause(500)) {
      const count = (await listTrials(client, 'full')).length
      same = count === before ? same + 1 : 0
      before = count
    }
    expect(before).toBeLessThan(20)
    expect((await describeTuning(client, 'full')).HyperParameterTuningJobStatus).toBe('InProgress')
    execFileSync('prlimit', ['--pid', String(standing.child.pid), '--fsize=unlimited'])
    expect((await waitForTuning(client, 'full')).TrainingJobStatusCounters?.Completed).toBe(20)
    expect(await tuningViolations(client, 'full')).toEqual([])
    expect(await noneLost('full')).toEqual([])
  })
})
