/** The answer of the searches, in plain sentences: does tuning help, and does inheriting from a parent help? */

import { count, duration, figure, money } from './figures.js'
import type { Comparison, LeaderboardRow, Report } from '../report/report.js'
import type { ConfirmedTrial, SearchAnalysis } from '../report/search-report.js'
import type { ColdControl, WarmStartAnalysis } from '../report/warm-start-report.js'
import type { Saving, Spending } from '../report/spending-report.js'
import { decidingWords, evidenceWords, rowWords } from './comparison-words.js'
import { fewestSeeds } from '../analysis/verdict.js'

type Found = Pick<Report, 'objective' | 'leaderboard' | 'comparisons' | 'searches' | 'warmStarts'>

/** Returns the sentences, stage by stage. Cold controls speak through the search that they belong to. */
export function tuningAnswer(found: Found, decimals: number): string[] {
  const colds = new Set(found.warmStarts.flatMap(({ cold }) => cold?.ref ?? []))
  return found.searches
    .filter(({ ref }) => !colds.has(ref))
    .flatMap((search) => {
      const warm = found.warmStarts.find(({ ref }) => ref === search.ref)
      return [
        ...helpSentences(search, found, decimals),
        ...savingSentence(search),
        ...(warm ? warmSentences(warm, search, decimals) : []),
      ]
    })
}

function helpSentences(search: SearchAnalysis, found: Found, decimals: number): string[] {
  const { ref, best, confirmation, maximumTrials } = search
  if (best?.objective === undefined) return [withoutTrial(search)]
  const row = confirmation.rows.find((one) => one.ref === confirmation.best)
  const score = `${figure(best.objective, decimals)} (trial ${best.number}, one seed)`
  if (row === undefined) {
    const state = search.status === 'running' ? ` so far, after ${endedTrials(search)} of ${maximumTrials} trials` : ''
    // Others inherit from this search: their answer counts.
    if (confirmation.wanted === 0 && isParent(ref, found))
      return [`The best tuning score of ${ref}${state} is ${score}.`]
    return [
      `The best tuning score of ${ref}${state} is ${score}. ${withoutConfirmation(search, found.leaderboard, decimals)}`,
    ]
  }
  const compared = found.comparisons.flatMap(({ rows }) => rows).find((one) => one.ref === row.ref)
  return [verdictSentence(row, compared, search, decimals), ...optimismSentence(row, compared, decimals)]
}

function isParent(ref: string, { searches }: Found): boolean {
  return searches.some(({ parents }) => parents.some((parent) => parent.ref === ref))
}

function withoutTrial({ ref, status, counts, waitsFor }: SearchAnalysis): string {
  if (status === 'pending' && waitsFor.length > 0) return `The search ${ref} waits for ${waitsFor.join(', ')}.`
  if (counts.failed > 0 && counts.failed === endedTrials({ counts }))
    return `All ${count(counts.failed, 'trial')} of ${ref} failed.`
  return `No trial of ${ref} has completed yet.`
}

function endedTrials({ counts }: Pick<SearchAnalysis, 'counts'>): number {
  return counts.completed + counts.failed + counts.stopped
}

function withoutConfirmation(search: SearchAnalysis, leaderboard: readonly LeaderboardRow[], decimals: number): string {
  const { confirmation, best } = search
  const { of, wanted } = confirmation
  const baseline = leaderboard.find(({ ref }) => ref === of)?.objective
  const beside = baseline ? ` beside a mean of ${figure(baseline.mean, decimals)} for ${of}` : ''
  const advice = wanted > 0 ? confirmationState(search, leaderboard) : 'Add “confirm” to train it again on fresh seeds.'
  return best
    ? `As the score of one seed, picked for being the best${beside}, it does not tell whether tuning helps. ${advice}`
    : advice
}

function confirmationState({ ref, status }: SearchAnalysis, leaderboard: readonly LeaderboardRow[]): string {
  const jobs = leaderboard.filter((row) => row.ref.startsWith(`${ref}/top-`))
  if (jobs.some(({ counts }) => counts.pending + counts.running > 0)) return 'Its confirmation is still to come.'
  if (jobs.length > 0) return 'Its confirmation ended without a result.'
  return status === 'stopped' || status === 'failed'
    ? `It has not been confirmed, for ${ref} ended before its last trial.`
    : 'Its confirmation is still to come.'
}

function verdictSentence(
  row: ConfirmedTrial,
  compared: Comparison | undefined,
  search: SearchAnalysis,
  decimals: number,
): string {
  const { of = '' } = search.confirmation
  const { improvement = 0, verdict, seeds } = row
  const best = `${confirmedName(row)}, the best confirmed trial of ${search.ref},`
  const size = figure(Math.abs(improvement), decimals)
  const evidence = compared
    ? `${rowWords(compared)} (${evidenceWords(compared, decimals).replace(/seeds?$/, (word) => `fresh ${word}`)})`
    : ''
  switch (verdict) {
    case 'better':
    case 'better by at least':
      return `Does tuning help? Yes: ${best} is better than ${of} by ${size} ${evidence}.`
    case 'worse':
    case 'worse by at least':
      return `Does tuning help? No: even ${best} is worse than ${of} by ${size} ${evidence}.`
    case 'no difference':
      return `Does tuning help? No: ${best} makes no difference from ${of} beyond the smallest effect of interest.`
    case "can't tell":
      return `Does tuning help? It can’t be told: ${best} differs from ${of} by ${signedSize(improvement, decimals)} ${evidence}.${compared ? decidingWords([compared], decimals) : ''}`
    case 'not comparable':
      return `Does tuning help? It can’t be told: ${best} can’t be compared with ${of}.`
    case 'too few seeds':
      return `Does tuning help? ${best} has too few fresh seeds for a verdict against ${of} (it takes ${fewestSeeds}).`
    case 'same jobs':
      return `Does tuning help? No: the best confirmed trial of ${search.ref} is ${of} itself.`
    case 'no result':
      return `The best confirmed trial of tuning (${search.ref}), ${confirmedName(row)}, has a mean of ${figure(row.confirmed ?? 0, decimals)} over ${count(seeds, 'fresh seed')}; there is nothing to compare it with.`
  }
}

/** `both/top-1 (of the definition deep)`. */
function confirmedName({ ref, definition }: ConfirmedTrial): string {
  return definition === undefined ? ref : `${ref} (of the definition ${definition})`
}

function optimismSentence(row: ConfirmedTrial, compared: Comparison | undefined, decimals: number): string[] {
  const { tuningScore, confirmed, optimism, promised, improvement, optimismOfOneSeed, seeds } = row
  if (tuningScore === undefined || confirmed === undefined || optimism === undefined) return []
  const size = `${figure(Math.abs(optimism), decimals)} ${optimism >= 0 ? 'too good' : 'too modest'}`
  if (promised !== undefined && improvement !== undefined && compared?.judgedOn.part === 'test')
    return [
      `Its tuning score promised ${signedSize(promised, decimals)} over ${compared.of} on the validation rows; the test rows gave ${signedSize(improvement, decimals)}: ${size}.`,
    ]
  const spread = optimismOfOneSeed
    ? Math.abs(optimism) > optimismOfOneSeed.high
      ? ', more than one seed would differ by chance'
      : ', no more than one seed differs by chance'
    : ''
  return [
    `Its tuning score of ${figure(tuningScore, decimals)} was ${size}: confirmed it is ${figure(confirmed, decimals)} (${count(seeds, 'seed')})${spread}.`,
  ]
}

function savingSentence({ ref, saved, counts }: SearchAnalysis): string[] {
  if (saved === undefined) return []
  const epochs = saved.epochs === undefined ? '' : ` and ${count(Math.round(saved.epochs), 'epoch')}`
  return [
    `Early stopping ended ${saved.stoppedEarly} of ${endedTrials({ counts })} trials of ${ref} and saved about ${duration(Math.round(saved.seconds))} of training${epochs}${saved.cost ? ` and ${money(saved.cost)}` : ''} (${Math.round(saved.share * 100)} %), by the median of its full trials.`,
  ]
}

function warmSentences(warm: WarmStartAnalysis, search: SearchAnalysis, decimals: number): string[] {
  const { ref, parentRefs, parentsBest, childBest, improvement, cold } = warm
  if (childBest === undefined) return []
  const from = parentRefs.join(', ')
  const overParents =
    parentsBest === undefined || improvement === undefined
      ? ''
      : `: its best tuning score, ${figure(childBest, decimals)}, is ${differenceWords(improvement, decimals)} its parents’ ${figure(parentsBest, decimals)}`
  if (cold === undefined)
    return [
      `Does inheriting from ${from} help ${ref}? It can’t be told without a cold control${overParents}, which ${search.trials.length} more trials might have reached without inheriting. Descriptive only.`,
    ]
  if (cold.best === undefined)
    return [`Does inheriting from ${from} help ${ref}? No trial of its cold control, ${cold.ref}, has completed yet.`]
  return [
    `Does inheriting from ${from} help ${ref}? In this one pair of searches its best tuning score, ${figure(childBest, decimals)}, is ${differenceWords(cold.improvement ?? 0, decimals)} the cold control’s ${figure(cold.best, decimals)}. ${reachedSentence(warm, cold)} One pair cannot decide: descriptive only.`,
    ...confirmedSentence(cold.confirmed, decimals),
  ]
}

/** `0.003 better than`, `as good as`. */
function differenceWords(improvement: number, decimals: number): string {
  if (improvement === 0) return 'as good as'
  return `${figure(Math.abs(improvement), decimals)} ${improvement > 0 ? 'better' : 'worse'} than`
}

function reachedSentence({ ref, parentsSpent }: WarmStartAnalysis, cold: ColdControl): string {
  const { childReachedCold, coldReachedOwn, saved, savedWithParents, coldReachedChild, childReachedOwn } = cold
  if (childReachedCold && coldReachedOwn && saved && savedWithParents) {
    return `${ref} needed ${spentWords(childReachedCold)} to reach the best that the cold search reached after ${spentWords(coldReachedOwn)}: ${savedWords(saved)}; with the ${count(parentsSpent.trials, 'trial')} of its parents counted, ${savedWords(savedWithParents)}.`
  }
  if (coldReachedChild && childReachedOwn)
    return `The cold search needed ${spentWords(coldReachedChild)} to reach the best that ${ref} reached after ${spentWords(childReachedOwn)}; ${ref} never reached the cold search’s best.`
  return ''
}

function spentWords({ trials, wallSeconds, cost }: Spending): string {
  const price = cost ? ` and ${money(cost)}` : ''
  return `${count(trials, 'trial')} (${duration(Math.round(wallSeconds))}${price})`
}

function savedWords({ trials, wallSeconds, cost }: Saving): string {
  const one = (value: number, text: string, none: string): string =>
    value === 0 ? none : `${text} ${value < 0 ? 'more' : 'saved'}`
  const seconds = Math.round(wallSeconds)
  const parts = [
    one(trials, count(Math.abs(trials), 'trial'), 'as many trials'),
    one(seconds, duration(Math.abs(seconds)), 'as much time'),
    ...(cost ? [one(cost.amount, money({ ...cost, amount: Math.abs(cost.amount) }), 'as much money')] : []),
  ]
  return parts.join(', ')
}

function confirmedSentence(confirmed: Comparison | undefined, decimals: number): string[] {
  if (confirmed?.improvement === undefined) return []
  const { ref, of, improvement, verdict } = confirmed
  const told = /^(better|worse)/.exec(verdict)?.[0]
  const words = told
    ? `${ref} is ${told} than ${of} by ${figure(Math.abs(improvement), decimals)}`
    : verdict === 'same jobs'
      ? `${ref} is ${of} itself`
      : verdict === 'too few seeds'
        ? `${ref} and ${of} have too few seeds in common for a verdict, which takes ${fewestSeeds} (${signedSize(improvement, decimals)})`
        : `${ref} and ${of} ${verdict === 'no difference' ? 'do not differ' : 'can’t be told apart'} (${signedSize(improvement, decimals)})`
  const range = verdict === 'same jobs' ? '' : ` (${evidenceWords(confirmed, decimals)})`
  return [`Confirmed on the same fresh seeds, ${words}${range}: this compares two models, not two ways to search.`]
}

function signedSize(value: number, decimals: number): string {
  const text = figure(value, decimals)
  return value > 0 ? `+${text}` : text
}
