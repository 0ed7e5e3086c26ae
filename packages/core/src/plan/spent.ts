/** How much an experiment has used, and its running jobs may use at most: by the service's records, never by memory. */

import type { JobRecord } from '../contract/job-record.js'
import { hourlyCost, jobBound, searchBound } from '../contract/job-size.js'
import type { JobSize } from '../contract/job-size.js'
import { defaultRuntime } from '../contract/job-size.js'
import type { Prices } from '../contract/prices.js'
import { milliseconds, secondsBetween } from '../base/times.js'
import type { Trial, TuningRecord } from '../contract/tuning-record.js'

/** The records of an experiment's jobs. */
export interface Evidence {
  /** Every training job, with the trials that Search shows. */
  readonly records: readonly JobRecord[]
  /** Its searches: their trials are listed here, whether Search shows them or not. */
  readonly searches: readonly TuningRecord[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Money and time that have been used. */
export interface Spent {
  /** Of jobs that have ended; missing if a price is unknown. */
  readonly cost?: number
  /** The most that jobs which run may cost. */
  readonly reserved?: number
  /** In which some job ran. */
  readonly seconds: number
  /** Instance types whose price is not known. */
  readonly unpriced: readonly string[]
}

/** Returns what has been used. Without prices nothing costs anything. */
export function spentOf({ records, searches, now }: Evidence, prices?: Prices): Spent {
  const trials = new Map(searches.flatMap((search) => search.trials.map((trial) => [trial.jobName, search] as const)))
  const byName = new Map(records.map((record) => [record.name, record]))
  const jobs: readonly Used[] = [
    ...records.filter(({ name }) => !trials.has(name)).map(usedByJob),
    ...searches.flatMap((search) =>
      search.trials.map((trial) => usedByTrial(trial, search, byName.get(trial.jobName))),
    ),
  ]
  const seconds = secondsTogether(jobs, now)
  if (prices === undefined) return { cost: 0, reserved: 0, seconds, unpriced: [] }
  const ended = jobs.filter(({ isOver }) => isOver).map((job) => price(job.size, job.billable, prices))
  const running = [
    ...jobs
      .filter(({ isOver, search }) => !isOver && search === undefined)
      .map(({ size }) => jobBound(size, prices).cost),
    ...searches.filter(isOpen).map((search) => openSearch(search, prices, now)),
  ]
  const unpriced = [
    ...new Set(jobs.flatMap(({ size, billable, isOver }) => (isOver && billable === 0 ? [] : [size.instanceType]))),
  ]
  return {
    ...total('cost', ended),
    ...total('reserved', running),
    seconds,
    unpriced: unpriced.filter((type) => !Object.hasOwn(prices.perInstanceHour, type)),
  }
}

interface Used {
  readonly size: JobSize
  readonly search?: TuningRecord
  readonly isOver: boolean
  readonly startedAt: string | undefined
  readonly endedAt: string | undefined
  /** Seconds of one instance. */
  readonly billable: number
}

function usedByJob(record: JobRecord): Used {
  const { startedAt, endedAt, billableSeconds, status } = record
  return {
    size: sizeOfRecord(record),
    isOver: isOver(status),
    startedAt,
    endedAt,
    billable: billableSeconds ?? secondsBetween(startedAt, endedAt),
  }
}

function usedByTrial(trial: Trial, search: TuningRecord, record: JobRecord | undefined): Used {
  const { definition, status, startedAt, endedAt } = trial
  const found = search.definitions.find(({ name }) => name === definition) ?? search.definitions[0]
  return {
    size:
      found?.size ?? (record ? sizeOfRecord(record) : { instanceType: '', instanceCount: 1, seconds: defaultRuntime }),
    search,
    isOver: isOver(status),
    startedAt,
    endedAt,
    billable: record?.billableSeconds ?? secondsBetween(startedAt, endedAt),
  }
}

function sizeOfRecord({ instanceType = '', instanceCount, maximumSeconds = defaultRuntime }: JobRecord): JobSize {
  return { instanceType, instanceCount, seconds: maximumSeconds }
}

function isOver(status: Trial['status']): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped'
}

function isOpen({ status }: TuningRecord): boolean {
  return status === 'InProgress' || status === 'Stopping'
}

/** The trials that run, and those that it may still make. */
function openSearch(search: TuningRecord, prices: Prices, now: number): number | undefined {
  const { trials, maximumTrials = Infinity, maximumParallel, maximumSeconds, definitions, createdAt } = search
  const left = maximumTrials - trials.filter(({ status }) => isOver(status)).length
  const gone = (now - (milliseconds(createdAt) ?? now)) / 1000
  return searchBound(
    {
      trials: left,
      parallel: maximumParallel,
      sizes: definitions.flatMap(({ size }) => size ?? []),
      ...(maximumSeconds === undefined ? {} : { seconds: Math.max(0, maximumSeconds - gone) }),
    },
    prices,
  ).cost
}

function price(size: JobSize, seconds: number, prices: Prices): number | undefined {
  if (seconds === 0) return 0
  const hourly = hourlyCost(size, prices)
  return hourly === undefined ? undefined : (hourly * seconds) / 3600
}

function secondsTogether(jobs: readonly Used[], now: number): number {
  const spans = jobs
    .flatMap(({ startedAt, endedAt }) => {
      const from = milliseconds(startedAt)
      return from === undefined ? [] : [{ from, to: milliseconds(endedAt) ?? now }]
    })
    .sort((a, b) => a.from - b.from)
  let [total, reached] = [0, -Infinity]
  for (const { from, to } of spans) {
    total += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return total / 1000
}

/** Nothing if any part is unknown: a part would pass for the whole. */
function total<Key extends string>(
  key: Key,
  values: readonly (number | undefined)[],
): { readonly [K in Key]?: number } {
  const sum = values.reduce<number | undefined>(
    (all, one) => (all === undefined || one === undefined ? undefined : all + one),
    0,
  )
  return (sum === undefined ? {} : { [key]: sum }) as { readonly [K in Key]?: number }
}
