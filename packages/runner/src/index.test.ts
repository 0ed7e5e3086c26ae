import { join } from 'node:path'

import {
  apply,
  compileReport,
  openTarget,
  openWatch,
  plannedJobs,
  prepare,
  readSettings,
  recordExperiment,
  type RunEvent,
  searchJobs,
  type Services,
  upload,
} from './index.js'
import { cli } from './testing/cli.js'
import { writePoints } from './testing/points.js'

/** Takes every event and returns what the generator returns. */
async function all<Result>(events: AsyncGenerator<RunEvent, Result>): Promise<[RunEvent[], Result]> {
  const seen: RunEvent[] = []
  for (;;) {
    const { done, value } = await events.next()
    if (done === true) return [seen, value]
    seen.push(value)
  }
}

describe('the programmatic API', () => {
  const assay = cli()
  const settings = readSettings({ backend: 'wasm' }, { ASSAY_CACHE: join(assay.folder, 'cache') }, assay.folder)
  const { signal } = new AbortController()
  let services: Services | undefined

  afterAll(() => services?.close())

  it('goes from a file to a report, one job at a time where the file says so', async () => {
    writePoints(assay, { more: 'resources: {max_parallel: 1}\n' })
    const path = join(assay.folder, 'points.yaml')
    const prepared = await prepare(path, { settings })
    services = await openTarget(prepared.target, assay.folder)
    const { sagemaker, storage, pollInterval } = services
    const { plan, target, variants, datasets } = prepared
    await all(upload(datasets, storage, target.bucket, signal))
    await recordExperiment(prepared, storage)

    const jobs = plannedJobs(plan, variants)
    const existing = { jobs: await searchJobs(sagemaker, plan.experiment.name), searches: new Map() }
    const watch = openWatch(sagemaker, { experiment: plan.experiment.name, pollInterval, signal })
    const [events] = await all(apply(jobs, existing, sagemaker, watch, { retries: 0, signal }))
    expect(watch.seen('training')).toEqual(jobs.map(({ name }) => name))
    const order = events.flatMap((event) => (event.type === 'waiting' || event.type === 'job' ? [event.type] : []))
    expect(order.filter((type) => type === 'job')).toHaveLength(4)
    expect(order[1]).toBe('waiting')
    expect(events.every((event) => event.type !== 'waiting' || event.inFlight === 1)).toBe(true)

    await all(watch.follow())
    const { report } = await compileReport(
      { ...prepared, searches: [], services },
      { file: path, overrides: {}, workingFolder: assay.folder },
    )
    expect(report.progress.completed).toBe(4)
  })
})
