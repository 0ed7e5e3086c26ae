/** `assay find-lr FILE [REF]`: one short job in which the learning rate rises, and the rate that its losses suggest. */

import type { LearningRates, Variant } from '@assay/core'

import { decide } from '../jobs/attempts.js'
import { readArtefact } from '../observe/artefact.js'
import { requireBackend } from '../target/backend.js'
import type { ExitCode } from '../base/failure.js'
import { asLearningRateTest, readBounds, readSeed } from '../prepare/learning-rate-test.js'
import { learningRateTable } from '../show/learning-rate-table.js'
import type { Services } from '../target/open-target.js'
import { readOverrides } from '../prepare/override.js'
import { prepare } from '../prepare/prepare.js'
import type { Outcome } from '../run/rounds.js'
import { expectedOf, searchJobs } from '../observe/search.js'
import { suggestLearningRate } from '../observe/suggest-learning-rate.js'
import type { Surroundings } from './command.js'
import { noteWarnings } from './note-warnings.js'
import { openSession } from './session.js'

/** The flags of `assay find-lr`. */
export interface FindLrFlags {
  readonly set: readonly string[]
  readonly min?: string
  readonly max?: string
  readonly seed?: string
  readonly retry?: boolean
  readonly json?: boolean
}

const keepsRunning = 'The test keeps running; the same command shows it when it has ended.'

/** Runs the test if it has not been run yet, and prints its curve. */
export async function findLr(
  file: string,
  ref: string | undefined,
  flags: FindLrFlags,
  around: Surroundings,
): Promise<ExitCode> {
  const { settings, terminal } = around
  requireBackend(settings)
  const test = { ...readBounds(flags.min, flags.max), seed: readSeed(flags.seed) }
  const prepared = await prepare(file, {
    settings,
    overrides: readOverrides(flags.set),
    alter: (read) => asLearningRateTest(read, ref, test),
  })
  noteWarnings(prepared, terminal)
  const session = await openSession(prepared, prepared.plan, around)
  try {
    await session.upload()
    const outcome = await session.carryOut({ refs: [], retry: flags.retry })
    if (session.isInterrupted) {
      terminal.note(keepsRunning)
      return session.interruption.exitCode()
    }
    const tested = await readTested(outcome, session.services)
    if ('missing' in tested) {
      terminal.note(
        `${tested.missing} "assay logs ${file} ${tested.job}" shows what it printed; "--retry" tries again.`,
      )
      return 1
    }
    terminal.out(resultText(tested, prepared.variants[0], flags.json === true))
    return 0
  } catch (error) {
    await session.progress.close()
    if (session.watch.open().length > 0) terminal.note(keepsRunning)
    throw error
  } finally {
    await session.close()
  }
}

function resultText(tested: LearningRates, variant: Variant | undefined, isJson: boolean): string {
  const { ref = '', seeds: [seed = 0] = [] } = variant ?? {}
  const suggestion = suggestLearningRate(tested)
  if (isJson) return JSON.stringify({ variant: ref, seed, ...tested, suggestion })
  return learningRateTable(tested, suggestion, { ref, seed })
}

/** Returns the job's curve, or why there is none. */
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
