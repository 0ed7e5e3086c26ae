import { join } from 'node:path'

import {
  apply,
  compileReport,
  openTarget,
  plannedJobs,
  prepare,
  readSettings,
  recordExperiment,
  type RunEvent,
  searchJobs,
  type Services,
  upload,
  watch,
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
    const records = await searchJobs(sagemaker, plan.experiment.name)
    const [events, watched] = await all(apply(jobs, records, sagemaker, { retries: 0, pollInterval, signal }))
    expect(watched).toEqual(jobs.map(({ name }) => name))
    const order = events.flatMap((event) => (event.type === 'waiting' || event.type === 'job' ? [event.type] : []))
    expect(order.filter((type) => type === 'job')).toHaveLength(4)
    expect(order[1]).toBe('waiting')
    expect(events.every((event) => event.type !== 'waiting' || event.inFlight === 1)).toBe(true)

    await all(watch(watched, sagemaker, { experiment: plan.experiment.name, pollInterval, signal }))
    const { report } = await compileReport(
      { ...prepared, services },
      { file: path, overrides: {}, workingFolder: assay.folder },
    )
    expect(report.progress.completed).toBe(4)
  }, 60_000)
})
