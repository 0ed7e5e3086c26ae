/** Tags by which jobs are found again, written and read back. */

import type { Tag } from '@aws-sdk/client-sagemaker'

/** The content of assay's own tags of a job. */
export interface JobTags {
  readonly project?: string
  readonly experiment: string
  readonly digest: string
  /** The first stage and variant that needed the job; the plan knows them all. */
  readonly stage: string
  readonly variant: string
  readonly seed: number
  /** SHA-256 of the experiment file, shortened. */
  readonly file: string
  /** Of a tuning job: SHA-256 of what a job that goes on with it must share, see `plan/search-definition.ts`. */
  readonly task?: string
  readonly commit?: string
}

const prefix = 'assay:'

/** The tag that finds every job of an experiment. */
export const experimentTagKey = `${prefix}experiment`

/** The tag that says of a tuning job which others can go on with it. */
export const taskTagKey = `${prefix}task`

/** Returns the request's Tags, assay's own first. */
export function encodeTags(tags: JobTags, users: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  const own = Object.entries(tags)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ Key: prefix + key, Value: String(value) }))
  return [...own, ...Object.entries(users).map(([Key, Value]) => ({ Key, Value }))]
}

/** Returns tags as the service lists them by key. */
export function tagRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']))
}

/** Returns what the tags say, or undefined when they are not assay's. */
export function decodeTags(tags: Readonly<Record<string, string>>): JobTags | undefined {
  const read = (key: string): string | undefined => tags[prefix + key]
  const [experiment, digest, stage, variant, seed, file] = [
    'experiment',
    'digest',
    'stage',
    'variant',
    'seed',
    'file',
  ].map(read)
  if (experiment === undefined || digest === undefined || stage === undefined) return undefined
  const project = read('project')
  const [task, commit] = ['task', 'commit'].map(read)
  return {
    ...(project === undefined ? {} : { project }),
    experiment,
    digest,
    stage,
    variant: variant ?? stage,
    seed: Number(seed ?? 0),
    file: file ?? '',
    ...(task === undefined ? {} : { task }),
    ...(commit === undefined ? {} : { commit }),
  }
}
