/** The outcome in plain sentences, made from the figures alone. */

import { count } from './figures.js'
import type { Comparison, LeaderboardRow, Report, StageComparison, Verdict } from '../report/report.js'
import { testMetric } from '../records/metric-names.js'
import { comparedWords, decidingWords, estimateWords } from './comparison-words.js'
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
  | 'objective'
  | 'cost'
  | 'progress'
  | 'leaderboard'
  | 'contenders'
  | 'comparisons'
  | 'searches'
  | 'warmStarts'
  | 'leakage'
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

function bestSentences(found: Found, decimals: number): string[] {
  const { leaderboard, objective, searches } = found
  if (leaderboard.length === 0 && searches.length > 0) return []
  const best = leaderboard.filter(({ rank }) => rank === 1)
  const [first] = best
  if (first?.objective === undefined) return [`No variant has a value of ${objective.metric} yet.`]
  const tied = best.slice(1).map(({ ref }) => ref)
  const same = tied.length > 0 ? ` (with ${list(tied)}, which ${tied.length === 1 ? 'has' : 'have'} the same mean)` : ''
  const word = objective.goal === 'maximize' ? 'highest' : 'lowest'
  return [
    `The ${word} mean ${objective.metric} is ${estimateWords(first.objective, decimals)}, by ${first.ref}${same}.`,
    ...contenderSentence(found, first.ref),
    ...testSentence(first, objective.metric, decimals),
  ]
}

function contenderSentence({ contenders, leaderboard }: Found, first: string): string[] {
  const others = contenders.filter((ref) => ref !== first)
  const ranked = leaderboard.filter(({ rank, rankedAs }) => rank !== undefined && rankedAs === undefined)
  if (contenders.length === 0 || ranked.length < 2) return []
  const names = others.length <= named ? list(others) : count(others.length, 'other variant')
  const seeds = leaderboard.find(({ ref }) => ref === first)?.counts.completed ?? 0
  if (!contenders.includes(first))
    return seeds < fewestSeeds
      ? [`It has too few seeds to be told from the others (it takes ${fewestSeeds}).`]
      : [`On the rows that judge it is not among the best: ${names} ${others.length === 1 ? 'is' : 'are'}.`]
  if (others.length > 0) return [`${names} can’t be told from the best.`]
  const judged = ranked.every(({ counts }) => counts.completed >= fewestSeeds)
    ? ''
    : ` with ${fewestSeeds} seeds or more`
  return [`No other variant${judged} can be the best (95 % confidence, one-sided).`]
}

function testSentence(row: LeaderboardRow, metric: string, decimals: number): string[] {
  const name = testMetric(metric)
  const test = name === undefined ? undefined : row.metrics[name]
  if (name === undefined || test === undefined) return []
  return [`On the test rows, which had no say in that choice, its ${name} is ${estimateWords(test, decimals)}.`]
}

function stageSentences(
  { stage, of, rows }: StageComparison,
  { objective, leaderboard }: Found,
  decimals: number,
): string[] {
  const board = new Map(leaderboard.map((row) => [row.ref, row]))
  const own = rows.filter(({ ref }) => board.get(ref)?.rankedAs === undefined)
  const having = (...verdicts: Verdict[]): Comparison[] => own.filter(({ verdict }) => verdicts.includes(verdict))
  const told = [...having('better', 'better by at least'), ...having('worse', 'worse by at least')].sort(
    (a, b) => size(b) - size(a),
  )
  const [unsure, none, few] = [having("can't tell"), having('no difference'), having('too few seeds')]
  const others = having('not comparable')
  const refs = (some: readonly Comparison[]): string =>
    listOrCount(
      some.map(({ ref }) => ref),
      stage,
    )
  const row = (ref: string): LeaderboardRow | undefined => board.get(ref)
  return [
    ...told.slice(0, toldInFull).map((one) => comparedWords(one, row(one.ref), objective, decimals)),
    ...(told.length > toldInFull
      ? [`${count(told.length - toldInFull, 'smaller difference')} from ${of} can be told as well.`]
      : []),
    ...(none.length
      ? [
          objective.minEffect > 0
            ? `${refs(none)} ${none.length === 1 ? 'makes' : 'make'} no difference from ${of} beyond ±${objective.minEffect}.`
            : `${refs(none)} ${none.length === 1 ? 'gives' : 'give'} exactly the results of ${of}.`,
        ]
      : []),
    ...(unsure.length ? [`${refs(unsure)} can’t be told from ${of}.${decidingWords(unsure, decimals)}`] : []),
    ...(few.length
      ? [
          `${refs(few)} ${few.length === 1 ? 'has' : 'have'} too few seeds for a verdict against ${of} (it takes ${fewestSeeds}).`,
        ]
      : []),
    ...(others.length
      ? [`${refs(others)} can’t be compared with ${of}: the rows or the unit of ${objective.metric} differ.`]
      : []),
  ]
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
