/** Searches on SageMaker: tuning jobs with their trials. */

import { experimentTagKey, type Plan, stepName, type TuningRecord } from '@assay/core'
import type { HyperParameterTuningJobSearchEntity, Tag } from '@aws-sdk/client-sagemaker'

import { isTerminal } from '../base/events.js'
import type { SageMaker } from '../sagemaker/resources/sagemaker.js'

/** Which tuning jobs to read. */
export interface TuningQuery {
  /** Every tuning job of this experiment. */
  readonly experiment?: string
  /** Tuning jobs by name, from any experiment. */
  readonly named?: readonly string[]
  /** The plan by which some may have been created so lately that Search does not show them yet. */
  readonly plan?: Plan
}

/**
 * Returns the tuning jobs with their trials, the oldest first. Search finds them; since it lags, Describe is asked for
 * what runs or is not shown, and trials are listed, not searched for. `known` are read before: those that have ended
 * are not read again.
 */
export async function readTuningJobs(
  sagemaker: SageMaker,
  { experiment, named = [], plan }: TuningQuery,
  known: readonly TuningRecord[] = [],
): Promise<readonly TuningRecord[]> {
  const ended = new Map(known.filter(({ status }) => isTerminal(status)).map((record) => [record.name, record]))
  const shown = new Map<string, HyperParameterTuningJobSearchEntity | undefined>()
  const filters: Readonly<Record<string, string>>[] = [
    ...(experiment === undefined ? [] : [{ [`Tags.${experimentTagKey}`]: experiment }]),
    ...named.map((HyperParameterTuningJobName) => ({ HyperParameterTuningJobName })),
  ]
  for (const filter of filters) {
    for await (const job of sagemaker.tuning.search(filter)) shown.set(job.HyperParameterTuningJobName ?? '', job)
  }
  const tags = plan === undefined ? new Map<string, readonly Tag[]>() : plannedTags(plan)
  for (const name of [...named, ...tags.keys(), ...known.map((record) => record.name)]) {
    if (!shown.has(name)) shown.set(name, undefined)
  }

  const records: TuningRecord[] = []
  for (const [name, found] of shown) {
    const record = ended.get(name) ?? (await sagemaker.tuning.record(name, tags.get(name), found))
    if (record !== undefined) records.push(record)
  }
  return records.sort((a, b) => compare(a.createdAt, b.createdAt) || compare(a.name, b.name))
}

function plannedTags({ steps }: Plan): Map<string, readonly Tag[]> {
  return new Map(
    steps.flatMap((step) =>
      step.operation === 'CreateHyperParameterTuningJob' ? [[stepName(step), step.input.Tags ?? []] as const] : [],
    ),
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
