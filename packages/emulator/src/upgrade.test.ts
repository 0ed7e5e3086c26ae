import { cpSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import {
  describeJob,
  pathOf,
  send,
  shell,
  startFixture,
  stopFixture,
  temporaryFolder,
  waitForJob,
} from './testing/fixture.js'
import type { Fixture } from './testing/fixture.js'
import { describeTuning, waitForTuning } from './testing/tuning.js'

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))
const formats = readdirSync(fixtures).filter((name) => name.startsWith('state-format-'))

let fixture: Fixture
afterEach(() => stopFixture(fixture))

describe.each(formats)('%s, written by a release', (format) => {
  it('opens, describes the old jobs, and continues those that had not ended', async () => {
    const folder = temporaryFolder()
    cpSync(`${fixtures}/${format}`, folder, { recursive: true })
    fixture = await startFixture({ folder, images: { waits: shell('exit 0'), slow: shell('echo "objective=0.125;"') } })
    const { client } = fixture
    expect(await describeJob(client, 'completed')).toMatchObject({
      TrainingJobStatus: 'Completed',
      HyperParameters: { a: '1' },
      FinalMetricDataList: [{ MetricName: 'loss', Value: 0.25 }],
    })
    expect((await describeJob(client, 'failed')).FailureReason).toBe('AlgorithmError: oops, exit code: 3')
    expect((await waitForJob(client, 'queued')).TrainingJobStatus).toBe('Completed')
    expect(pathOf(await waitForJob(client, 'interrupted'))).toEqual([
      'Starting', 'Downloading', 'Training', 'Interrupted', 'Starting', 'Downloading', 'Training', 'Uploading', 'Completed',
    ]) // prettier-ignore
    const { body } = await send(fixture.emulator.url, 'Search', {
      Resource: 'TrainingJob',
      SearchExpression: { Filters: [{ Name: 'Tags.k', Value: 'v' }] },
    })
    expect(body?.['TotalHits']).toEqual({ Value: 4, Relation: 'EqualTo' })
    if (format !== 'state-format-1') await checkTuning()
  })

  /** Format 2 has tuning jobs: one that ended, and one that was in its third of five training jobs. */
  const checkTuning = async () => {
    const { client } = fixture
    expect(await describeTuning(client, 'tuned')).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Completed: 2 },
      BestTrainingJob: { FinalHyperParameterTuningJobObjectiveMetric: { Value: 0.5 } },
    })
    expect(await waitForTuning(client, 'half-tuned')).toMatchObject({
      HyperParameterTuningJobStatus: 'Completed',
      TrainingJobStatusCounters: { Completed: 5 },
      BestTrainingJob: { FinalHyperParameterTuningJobObjectiveMetric: { Value: 0.125 } },
    })
  }
})
