/** The outcome in plain sentences, made from the figures alone. */

import { count, figure } from './figures.js'
import type { Comparison, LeaderboardRow, Report, StageComparison, Verdict } from '../report/report.js'
import type { Estimate, Interval } from '../statistics/statistics.js'
import { costSentences } from './cost-sentences.js'
import { leakageSentences } from './leakage-sentences.js'
import { tuningAnswer } from './tuning-answer.js'
import { fewestSeeds } from '../analysis/verdict.js'

/** Verdicts of a stage that get a sentence each; the table has the rest. */
const toldInFull = 6

/** A sentence about more variants than this gives their number, not their names. */
const named = 3

type Found = Pick<
  Report,
  'objective' | 'cost' | 'progress' | 'leaderboard' | 'comparisons' | 'searches' | 'warmStarts' | 'leakage'
>

/** Returns the sentences of the answer. Figures of the objective have `decimals` decimals. */
export function answer(found: Found, decimals: number): string[] {
  return [
    ...bestSentences(found, decimals),
    ...leakageSentences(found.leakage),
    ...found.comparisons
      .filter(({ stage }) => !found.searches.some((search) => search.stage === stage))
      .flatMap((stage) => stageSentences(stage, found, decimals)),
    ...tuningAnswer(found, decimals),
    progressSentence(found),
    ...costSentences(found.cost),
  ]
}

function progressSentence({ progress, searches }: Found): string {
  const { completed, failed, stopped, running, pending } = progress
  const early = searches.reduce((sum, { stoppedEarly }) => sum + stoppedEarly, 0)
  const all = completed + failed + stopped + running + pending
  if (all === 0) return 'The plan asks for no job.'
  if (completed === all) return all === 1 ? 'The one job completed.' : `All ${all} jobs completed.`
  const others = [
    failed && `${failed} failed`,
    stopped - early > 0 && `${stopped - early} stopped`,
    early > 0 && `${early} stopped early by the tuner`,
    running && `${running} running`,
    pending && `${pending} not started`,
  ].filter(Boolean)
  return `${completed} of ${count(all, 'job')} completed (${others.join(', ')}).`
}

function bestSentences({ leaderboard, objective, searches }: Found, decimals: number): string[] {
  if (leaderboard.length === 0 && searches.length > 0) return []
  const best = leaderboard.filter(({ rank }) => rank === 1)
  const [first] = best
  if (first?.objective === undefined) return [`No variant has a value of ${objective.metric} yet.`]
  const tied = best.slice(1).map(({ ref }) => ref)
  const same = tied.length > 0 ? ` (with ${list(tied)}, which ${tied.length === 1 ? 'has' : 'have'} the same mean)` : ''
  const word = objective.goal === 'maximize' ? 'highest' : 'lowest'
  return [
    `The ${word} mean ${objective.metric} is ${withInterval(first.objective, decimals)}, by ${first.ref}${same}.`,
    ...testSentence(first, objective.metric, decimals),
  ]
}

function testSentence(row: LeaderboardRow, metric: string, decimals: number): string[] {
  const name = testMetric(metric)
  const test = name === undefined ? undefined : row.metrics[name]
  if (name === undefined || test === undefined) return []
  return [`On the test rows, which had no say in that choice, its ${name} is ${withInterval(test, decimals)}.`]
}

/** Returns the name of the metric on the test rows that belongs to one on the validation rows. */
export function testMetric(metric: string): string | undefined {
  return metric.startsWith('val_') ? `test_${metric.slice('val_'.length)}` : undefined
}

function stageSentences(
  { stage, of, rows }: StageComparison,
  { objective, leaderboard }: Found,
  decimals: number,
): string[] {
  const known = new Set(leaderboard.flatMap(({ ref, rankedAs }) => (rankedAs === undefined ? [] : [ref])))
  const having = (verdict: Verdict): Comparison[] =>
    rows.filter((row) => row.verdict === verdict && !known.has(row.ref))
  const told = [...having('better'), ...having('worse')].sort((a, b) => size(b) - size(a))
  const others = rows.filter(({ otherRows, ref }) => otherRows === true && !known.has(ref))
  const [unsure, none, few] = [having("can't tell"), having('no difference'), having('too few seeds')]
  const refs = (some: readonly Comparison[]): string =>
    listOrCount(
      some.map(({ ref }) => ref),
      stage,
    )
  return [
    ...told.slice(0, toldInFull).map((row) => differenceSentence(row, decimals)),
    ...(told.length > toldInFull
      ? [`${count(told.length - toldInFull, 'smaller difference')} from ${of} can be told as well.`]
      : []),
    ...(none.length
      ? [
          `${refs(none)} ${none.length === 1 ? 'makes' : 'make'} no difference from ${of} beyond ±${objective.minEffect}.`,
        ]
      : []),
    ...(unsure.length ? [`${refs(unsure)} can’t be told from ${of} with these seeds.`] : []),
    ...(few.length
      ? [
          `${refs(few)} ${few.length === 1 ? 'has' : 'have'} too few seeds for a verdict against ${of} (it takes ${fewestSeeds}).`,
        ]
      : []),
    ...(others.length
      ? [
          `${refs(others)} ${others.length === 1 ? 'was' : 'were'} validated on other rows than ${of}: a difference may come from the rows, not from what changed.`,
        ]
      : []),
  ]
}

function differenceSentence(
  { ref, of, verdict, improvement = 0, interval, n, method }: Comparison,
  decimals: number,
): string {
  const turned = interval && (improvement < 0 ? { low: -interval.high, high: -interval.low } : interval)
  const seeds = method === 'welch' ? `unpaired, ${count(n, 'seed')} or more a side` : count(n, 'seed')
  return `${ref} is ${verdict} than ${of} by ${figure(Math.abs(improvement), decimals)} (${intervalWords(turned, decimals)}${seeds}).`
}

function withInterval({ mean, interval, n }: Estimate, decimals: number): string {
  return `${figure(mean, decimals)} (${intervalWords(interval, decimals)}${count(n, 'seed')})`
}

function intervalWords(interval: Interval | undefined, decimals: number): string {
  return interval ? `95 % interval ${figure(interval.low, decimals)} to ${figure(interval.high, decimals)}, ` : ''
}

function size({ improvement = 0 }: Comparison): number {
  return Math.abs(improvement)
}

function listOrCount(refs: readonly string[], stage: string): string {
  return refs.length <= named ? list(refs) : `${count(refs.length, 'variant')} of ${stage}`
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
