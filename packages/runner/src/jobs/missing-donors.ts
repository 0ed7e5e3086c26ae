/** Donors that this run does not train, in other files or by name: nothing starts from one that has not completed. */

import type { Diagnostic, ForeignDonor, Positions, Variant } from '@assay/core'
import { foreignDonors } from '@assay/core/internal'

import type { Decision } from './attempts.js'
import { UserError } from '../base/failure.js'
import { type Files, InvalidExperiment } from '../base/invalid-experiment.js'
import type { PlannedJob } from './planned-jobs.js'

/** A donor that has not completed, and the job that would start from its weights. */
export interface MissingDonor {
  readonly job: PlannedJob
  readonly donor: string
  readonly standing: Exclude<Decision['kind'], 'done'>
}

/** The file that jobs are planned from. */
export interface SourceFile {
  readonly variants: readonly Variant[]
  readonly positions: Positions
  readonly files: Files
}

/** Returns an error that lists all missing donors, each at its place in the file and with a remedy. */
export function donorsMissing(missing: readonly MissingDonor[], file: SourceFile | undefined): UserError {
  const problems = file ? missing.flatMap((one) => problemOf(one, file) ?? []) : []
  if (!file || problems.length === 0) {
    return new UserError('donor-not-completed', missing.map(withoutPlace).join(' '))
  }
  // All seeds of a variant give the same diagnostic.
  const distinct = new Map(problems.map((one) => [`${one.file}:${one.line}:${one.column} ${one.message}`, one]))
  return new InvalidExperiment([...distinct.values()], file.files)
}

function problemOf(missing: MissingDonor, { variants, positions }: SourceFile): Diagnostic | undefined {
  const variant = heirOf(missing.job, variants)
  const init = variant?.recipe.init_weights
  const place = init && positions.of(init, 'from')
  if (!place) return undefined
  const [elsewhere] = foreignDonors([variant], positions)
  const message = elsewhere ? ofFile(missing, init.from, elsewhere) : ofJob(missing)
  return { code: 'bad-init-weights', message, severity: 'error', ...place }
}

/** Confirmations are no variants of the file: they start from the same weights as their stage. */
function heirOf({ ref, stage }: PlannedJob, variants: readonly Variant[]): Variant | undefined {
  const heirs = variants.filter(({ recipe }) => recipe.init_weights)
  return heirs.find((variant) => variant.ref === ref) ?? heirs.find((variant) => variant.stage === stage)
}

function ofFile({ standing }: MissingDonor, from: string, { file, ref }: ForeignDonor): string {
  const command = `assay run ${file} ${ref}`
  const [state, remedy] = {
    create: ['has not been run here', `"${command}" runs it`],
    adopt: ['has not ended', `"${command}" waits for it`],
    failed: ['has not completed', `"${command} --retry" tries again`],
  }[standing]
  return `"${from}" ${state}. ${remedy}; a job starts from the weights of another file's when that has completed.`
}

function ofJob({ donor, standing }: MissingDonor): string {
  if (standing === 'create') return `There is no training job "${donor}" on this target.`
  const state = standing === 'adopt' ? 'has not ended' : 'has not completed'
  return `The training job "${donor}" ${state}; a job starts from the weights of one that has completed.`
}

function withoutPlace({ job, donor }: MissingDonor): string {
  const heir = job.kind === 'training' ? `${job.ref}/${job.seed}` : job.ref
  return `"${heir}" starts from the weights of the job "${donor}", which has not completed.`
}
