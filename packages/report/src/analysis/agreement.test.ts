/** Verdicts and intervals of random reports never contradict each other. `npm run soak` looks at 10,000 of them. */

import { analyse } from '../analyse.js'
import type { JudgedRows } from '../records/judged-rows.js'
import type { Comparison } from '../report/report.js'
import { normal } from '../testing/random.js'
import { bySeed, smallPlan, type SmallStage } from '../testing/small-plan.js'

const reports = process.env['SOAK'] === '1' ? 10_000 : 300
const rowCount = 30

/** A report of one to three stages of one to four variants; some seeds lack predictions, some have no effect at all. */
function randomReport(random: () => number): readonly Comparison[] {
  const rows = new Map<string, JudgedRows>()
  const whole = (most: number): number => 1 + Math.floor((Math.abs(random()) * 10) % most)
  const [seeds, byRow] = [2 + whole(8), random() > -1]
  const effects = (ref: string): Record<number, number> => {
    const size = random() > 0.5 ? 0.05 : 1
    const [shift, ofSeed, ofRow] = [0.02, 0.01, 0.1].map((most) => size * most * random()) as [number, number, number]
    const ofRows = Array.from({ length: rowCount }, () => ofRow * random())
    return bySeed(
      Array.from({ length: seeds }, (_, index) => {
        const seedShift = ofSeed * random()
        const values = Float64Array.from(ofRows, (row) => 0.5 + shift + seedShift + row + size * 0.02 * random())
        if (byRow) rows.set(`small-${ref}-${index + 1}`, { part: 'test', digest: 'd', statistic: 'mean', values })
        return values.reduce((sum, value) => sum + value, 0) / rowCount
      }),
    )
  }
  const stages: Record<string, SmallStage> = { baseline: { variants: { baseline: effects('baseline') } } }
  for (let stage = 0; stage < whole(3); stage++) {
    const refs = Array.from({ length: whole(4) }, (_, index) => `s${stage}v${index}`)
    stages[`s${stage}`] = { of: 'baseline', variants: Object.fromEntries(refs.map((ref) => [ref, effects(ref)])) }
  }
  const { plan, records } = smallPlan(stages, { minEffect: random() > 0 ? 0.01 : 0 })
  return analyse(plan, records, { rows }).comparisons.flatMap((stage) => stage.rows)
}

/** What the interval of a verdict must be. `δ` is 0.01 in half of the reports. */
function agrees({ verdict, interval, n }: Comparison, minEffect: number): boolean {
  if (verdict === 'too few seeds') return n < 5
  if (interval === undefined) return false
  const { low, high } = interval
  switch (verdict) {
    case 'better by at least':
      return low > minEffect
    case 'worse by at least':
      return high < -minEffect
    case 'no difference':
      return low >= -minEffect && high <= minEffect
    case 'better':
      return low > 0
    case 'worse':
      return high < 0
    case "can't tell":
      return low <= 0 && high >= 0
    default:
      return false
  }
}

it(`agree in ${reports} random reports`, () => {
  const random = normal(2026)
  const verdicts = new Set<string>()
  for (let round = 0; round < reports; round++) {
    for (const row of randomReport(random)) {
      verdicts.add(row.verdict)
      if (!agrees(row, 0.01))
        throw new Error(`${row.verdict} beside ${JSON.stringify(row.interval)} in report ${round}`)
    }
  }
  expect([...verdicts].sort()).toEqual(
    [
      'better',
      'better by at least',
      "can't tell",
      'no difference',
      'too few seeds',
      'worse',
      'worse by at least',
    ].sort(),
  )
}, 600_000)
