/** The output of a job: its log, the metrics in it, and the curve of its objective. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

import type { Metric } from '../../processes/metrics.js'
import { logFile } from '../../base/layout.js'
import { withMetrics } from './record.js'
import type { TrainingJob } from './record.js'
import type { JobCommand } from '../../processes/child.js'
import { JobLog } from '../../processes/log.js'
import type { Machine } from './machine.js'
import { MetricScraper } from '../../processes/metrics.js'
import { hasCheckpoint } from '../../processes/sandbox.js'

/** The output of a job that runs. */
export interface JobOutput {
  /** Takes what it printed; returns false when the disk is behind: `resume` is called once it has caught up. */
  readonly take: JobCommand['onOutput']
  /** Keeps what is left of it. */
  readonly close: () => Promise<void>
}

/** Hyperband's MaxResource is at most this. */
const longestCurve = 20_000

/** Opens the output of the attempt that is about to begin. Its log is appended to that of earlier ones. */
export function openOutput(job: TrainingJob, machine: Machine): JobOutput {
  const { folder, now } = machine
  const name = job.request.TrainingJobName
  const file = logFile(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  const log = new JobLog(file, job.attempts > 0)
  const definitions = job.request.AlgorithmSpecification?.MetricDefinitions ?? []
  const curve = curveOf(job, folder)
  const note = () => keepMetrics(machine, name, scraper.values(), curve)
  const onValue = (metric: string, value: number) => {
    if (metric === job.tuning?.objective && curve && curve.length < longestCurve) curve.push(value)
  }
  const scraper = new MetricScraper(definitions, now, { onOutput: note, onValue }, job.metrics)
  return {
    take: (stream, chunk, resume) => {
      scraper.feed(stream, chunk)
      return log.write(chunk, resume)
    },
    close: () => {
      scraper.end()
      return log.close()
    },
  }
}

/** The objective of the epochs so far: an attempt continues from a checkpoint, or begins again without one. */
function curveOf({ request, tuning, attempts }: TrainingJob, folder: string): number[] | undefined {
  if (!tuning?.curve) return undefined
  return attempts > 0 && hasCheckpoint(folder, request.TrainingJobName, request.CheckpointConfig)
    ? [...tuning.curve]
    : []
}

/** A curve is on disk before anything is decided by it. If the disk refuses it, the next value writes it too. */
function keepMetrics({ jobs, now }: Machine, name: string, metrics: Metric[], curve: readonly number[] | undefined) {
  const current = jobs.byName(name)
  if (!current) return
  const changed = withMetrics(current, metrics, now(), curve && [...curve])
  if (!curve) return jobs.note(changed)
  try {
    jobs.replace(changed)
  } catch {
    jobs.note(changed)
  }
}
