/** A comparison and what limits it, in words. */

import type { Comparison, LeaderboardRow, ReportedObjective } from '../report/report.js'
import type { Estimate, Interval } from '../statistics/statistics.js'
import { count, figure, intervalEnd } from './figures.js'

/** Returns a sentence such as "a is better than b by 0.010 on 1,000 test rows (…)". */
export function comparedWords(
  row: Comparison,
  standing: LeaderboardRow | undefined,
  { minEffect }: ReportedObjective,
  decimals: number,
): string {
  const { ref, of, verdict, improvement = 0 } = row
  const word = improvement < 0 ? 'worse' : 'better'
  const least = verdict.endsWith('by at least') ? `, by at least ${minEffect}` : ''
  const trained = seedsThatTrained(standing)
  const size = figure(Math.abs(improvement), decimals)
  return `${ref}${trained} is ${word} than ${of} by ${size}${least} ${rowWords(row)} (${evidenceWords(row, decimals)}).`
}

/** Returns "on 1,000 test rows", or "on these test rows" if nothing is known about other rows. */
export function rowWords({ judgedOn }: Comparison): string {
  const { part, rows } = judgedOn
  return rows === undefined ? `on these ${part} rows` : `on ${count(rows, `${part} row`)}`
}

/** Returns the interval with its two parts, and the seeds: "adjusted 95 % interval 0.004 to 0.016: seeds ±0.002, rows ±0.005; 5 seeds". */
export function evidenceWords(row: Comparison, decimals: number): string {
  const { interval, improvement = 0, level = 0.95, spread, n, method } = row
  const seeds = method === 'welch' ? `unpaired, ${count(n, 'seed')} or more a side` : count(n, 'seed')
  if (interval === undefined) return seeds
  const turned = improvement < 0 ? { low: -interval.high, high: -interval.low } : interval
  const name = level > 0.95 + 1e-9 ? 'adjusted 95 % interval' : '95 % interval'
  const parts =
    spread?.rows === undefined
      ? ''
      : `: seeds ±${figure(spread.seeds, decimals)}, rows ±${figure(spread.rows, decimals)}`
  return `${name} ${intervalEnd(turned.low, decimals)} to ${intervalEnd(turned.high, decimals)}${parts}; ${seeds}`
}

/** Returns what would decide comparisons that cannot be told, as a sentence that begins with a space; "" if unknown. */
export function decidingWords(rows: readonly Comparison[], decimals: number): string {
  const needs = rows.flatMap(({ needed, n }) => (needed ? [{ needed, n }] : []))
  const held = needs.flatMap(({ needed }) => (needed.kind === 'rows' ? [needed.rows] : []))
  const seeds = needs.flatMap(({ needed, n }) => (needed.kind === 'seeds' && needed.seeds > n ? [needed.seeds] : []))
  const [part] = rows.map(({ judgedOn }) => judgedOn.part)
  const found = rows.flatMap(({ detectable }) => detectable ?? [])
  if (held.length > 0)
    return ` More seeds would not decide${held.length < needs.length ? ' all of them' : ''}; about ${count(Math.max(...held), `${part} row`)} would.`
  if (needs.some(({ needed }) => needed.kind === 'too many seeds')) return ' More than 1000 seeds would be needed.'
  if (seeds.length > 0) return ` About ${count(Math.max(...seeds), 'seed')} would decide.`
  if (needs.length > 0) return ' These seeds find a difference of min_effect with 80 % power, and did not show one.'
  if (found.length > 0)
    return ` A difference of ${figure(Math.max(...found), decimals)} or more would have been found (80 % power).`
  return ''
}

/** Returns "0.912 (95 % interval 0.908 to 0.916, 5 seeds)". */
export function estimateWords({ mean, interval, n }: Estimate, decimals: number): string {
  return `${figure(mean, decimals)} (${intervalWords(interval, decimals)}${count(n, 'seed')})`
}

function intervalWords(interval: Interval | undefined, decimals: number): string {
  return interval ? `95 % interval ${figure(interval.low, decimals)} to ${figure(interval.high, decimals)}, ` : ''
}

/** Failed seeds belong in the sentence: "on the 5 of 10 seeds on which it trained". */
function seedsThatTrained(standing: LeaderboardRow | undefined): string {
  if (standing === undefined || standing.counts.failed === 0) return ''
  return `, on the ${standing.counts.completed} of ${count(standing.seeds.length, 'seed')} on which it trained,`
}
