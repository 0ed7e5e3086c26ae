/** `assay find-lr FILE [REF]`: one short job in which the learning rate rises, and the rate that its losses suggest. */

import type { LearningRates } from '@assay/core'

import { decide } from '../jobs/attempts.js'
import { readArtefact } from '../observe/artefact.js'
import { requireBackend } from '../target/backend.js'
import { upload } from '../data/upload.js'
import type { ExitCode } from '../base/failure.js'
import { listenForInterruption } from '../process/interruption.js'
import { asLearningRateTest, readBounds, readSeed } from '../prepare/learning-rate-test.js'
import { learningRateTable } from '../show/learning-rate-table.js'
import { openTarget, type Services } from '../target/open-target.js'
import { readOverrides } from '../prepare/override.js'
import { prepare } from '../prepare/prepare.js'
import { openProgress } from '../show/progress.js'
import { inRounds, type Outcome } from '../run/rounds.js'
import { expectedOf, searchJobs } from '../observe/search.js'
import { suggestLearningRate } from '../observe/suggest-learning-rate.js'
import { openWatch } from '../run/watch.js'
import type { Surroundings } from './command.js'
import { noteWarnings } from './note-warnings.js'

/** The flags of `assay find-lr`. */
export interface FindLrFlags {
  readonly set: readonly string[]
  readonly min?: string
  readonly max?: string
  readonly seed?: string
  readonly retry?: boolean
  readonly json?: boolean
}

const goesOn = 'The test goes on without this program; the same command shows it once it has ended.'

/** Runs the test where it has not been run yet, and prints its curve. */
export async function findLr(
  file: string,
  ref: string | undefined,
  flags: FindLrFlags,
  { settings, terminal }: Surroundings,
): Promise<ExitCode> {
  requireBackend(settings)
  const test = { ...readBounds(flags.min, flags.max), seed: readSeed(flags.seed) }
  const prepared = await prepare(file, {
    settings,
    overrides: readOverrides(flags.set),
    alter: (read) => asLearningRateTest(read, ref, test),
  })
  const { plan, target, datasets } = prepared
  noteWarnings(prepared, terminal)
  const progress = openProgress(plan, terminal, { json: false })
  progress.show({ type: 'target', name: target.name, description: target.description })
  const services = await openTarget(target, settings.workingFolder)
  const interruption = listenForInterruption()
  const { signal } = interruption
  const watch = openWatch(services.sagemaker, { ...services, experiment: plan.experiment.name, signal })
  try {
    await progress.follow(upload(datasets, services.storage, target.bucket, signal))
    const options = { refs: [], retries: flags.retry === true ? Infinity : 0, detach: false, watch, signal }
    const outcome = await progress.follow(inRounds(prepared, services, options))
    await progress.close()
    if (signal.aborted) {
      terminal.note(goesOn)
      return interruption.exitCode()
    }
    const tested = await readTested(outcome, services)
    if ('missing' in tested) {
      terminal.note(
        `${tested.missing} "assay logs ${file} ${tested.job}" shows what it printed; "--retry" tries again.`,
      )
      return 1
    }
    const suggestion = suggestLearningRate(tested)
    const [{ ref: variant = '', seed = 0 } = {}] = prepared.variants.map((one) => ({
      ref: one.ref,
      seed: one.seeds[0],
    }))
    const result = { variant, seed, ...tested, suggestion }
    terminal.out(
      flags.json === true ? JSON.stringify(result) : learningRateTable(tested, suggestion, { ref: variant, seed }),
    )
    return 0
  } catch (error) {
    await progress.close()
    if (watch.open().length > 0) terminal.note(goesOn)
    throw error
  } finally {
    interruption.close()
    await progress.close()
    services.close()
  }
}

/** What the job wrote down, or why there is nothing. */
async function readTested(
  { plan, jobs, watched }: Outcome,
  { sagemaker, storage }: Services,
): Promise<LearningRates | { readonly missing: string; readonly job: string }> {
  const records = await searchJobs(sagemaker, plan.experiment.name, expectedOf(plan, watched))
  const { name } = decide(jobs[0]?.name ?? '', records, 0)
  const record = records.get(name)
  const artefact =
    record?.status === 'Completed' && record.outputUri !== undefined
      ? await readArtefact(record.outputUri, storage)
      : undefined
  if (artefact?.learningRates !== undefined) return artefact.learningRates
  const reason = record?.failureReason === undefined ? '' : ` ${record.failureReason}`
  return { missing: `The job "${name}" has no result.${reason}`, job: name }
}
