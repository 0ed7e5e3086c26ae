// Whether verdicts keep their promise: experiments in which nothing helps, through the report's own functions.
// "any false" is the share of experiments with at least one false "better" or "worse", which a family keeps at 5 %;
// "seeds only" is the same by a paired t test over seeds with Holm's method, which takes the rows for the population;
// "covered" is the share of single 95 % intervals that hold the truth; "power" finds a difference of three standard errors.
//   TRUTH_EXPERIMENTS   per condition (default 2,000; the published table has 5,000)
import tQuantile from '@stdlib/stats-base-dists-t-quantile'

import { judgeTests } from '../packages/report/dist/analysis/verdict.js'
import { crossedDifference } from '../packages/report/dist/statistics/crossed.js'
import { halfWidth } from '../packages/report/dist/statistics/spread.js'
import { printTable } from './table.js'

const experiments = Number(process.env.TRUTH_EXPERIMENTS ?? (process.env.BENCH_SMOKE ? 20 : 2000))
const rows = 100
const base = { seeds: 5, variants: 5, stages: 1, ratio: 0.4, noise: 'normal', noisier: 1 }
const conditions = [
  base,
  ...[3, 4, 10, 20].map((seeds) => ({ ...base, seeds })),
  ...[1, 2, 15].map((variants) => ({ ...base, variants })),
  ...[3, 5].map((stages) => ({ ...base, stages })),
  ...[0, 0.2, 0.7, 1, 2, 3].map((ratio) => ({ ...base, ratio })),
  { ...base, seeds: 10, ratio: 1 },
  { ...base, seeds: 20, ratio: 1 },
  { ...base, noise: 'skewed' },
  { ...base, noise: 'heavy' },
  { ...base, noisier: 10 },
  { ...base, deterministic: true },
]

let state = 20_260_101
const uniform = () => {
  state = (state + 0x6d2b79f5) >>> 0
  let mixed = Math.imul(state ^ (state >>> 15), state | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}
const normal = () => Math.sqrt(-2 * Math.log(uniform() || 1e-12)) * Math.cos(2 * Math.PI * uniform())
const draws = {
  normal,
  skewed: () => Math.exp(normal() * 0.75) - Math.exp(0.75 ** 2 / 2), // lognormal, mean 0
  heavy: () => normal() / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3), // t with 3 degrees of freedom
}

/** One variant's score on each row, for each seed: effects of the seed, of the row, and of both. [seed][row] */
function scores({ seeds, ratio, noise }, scale, isDeterministic = false) {
  const draw = draws[noise]
  const ofRows = Float64Array.from({ length: rows }, () => ratio * Math.sqrt(rows) * draw())
  return Array.from({ length: seeds }, () => {
    const ofSeed = isDeterministic ? 0 : scale * draw()
    return Float64Array.from(
      ofRows,
      (row) => ofSeed + row + (isDeterministic ? 0 : scale * Math.sqrt(rows) * 0.3 * normal()),
    )
  })
}

const minus = (a, b, shift = 0) => a.map((one, seed) => one.map((value, row) => value - b[seed][row] + shift))

/** A paired t test over seeds: the smallest p of a family decides whether Holm's method rejects any. */
function seedsOnlyRejects(differences, tests) {
  const n = differences[0].seeds
  const quantile = tQuantile(1 - 0.05 / tests / 2, n - 1)
  return differences.some(({ mean, sources }) => Math.abs(mean) > quantile * Math.sqrt(sources[0].variance))
}

const verdictsOf = (differences) => {
  const tests = differences.map((difference, index) => ({
    key: String(index),
    difference,
    notBetter: false,
    notWorse: false,
  }))
  return [...judgeTests(tests, 0).outcomes.values()].map(({ verdict }) => verdict)
}

function measure(condition) {
  const tests = condition.variants * condition.stages
  let [anyFalse, seedsOnly, covered, found, width] = [0, 0, 0, 0, 0]
  for (let round = 0; round < experiments; round++) {
    const baseline = scores(condition, 1, condition.deterministic)
    const variants = Array.from({ length: tests }, (_, index) => scores(condition, index === 0 ? condition.noisier : 1))
    const differences = variants.map((variant) => crossedDifference(minus(variant, baseline)))
    anyFalse += verdictsOf(differences).some((verdict) => verdict !== "can't tell")
    const byStage = Array.from({ length: condition.stages }, (_, stage) =>
      differences.slice(stage * condition.variants, (stage + 1) * condition.variants),
    )
    seedsOnly += byStage.some((some) => seedsOnlyRejects(some, condition.variants))
    const half = halfWidth(differences[0].sources, 0.95)
    covered += Math.abs(differences[0].mean) <= half
    width += half
    const truth = Math.sqrt((1 + condition.noisier ** 2) / condition.seeds + 2 * condition.ratio ** 2)
    const shifted = crossedDifference(minus(variants[0], baseline, 3 * truth))
    found += verdictsOf([shifted, ...differences.slice(1)])[0] === 'better'
  }
  const share = (count) => `${((100 * count) / experiments).toFixed(1)} %`
  return [share(anyFalse), share(seedsOnly), share(covered), (width / experiments).toFixed(2), share(found)]
}

const name = (condition) =>
  Object.entries(condition)
    .filter(([key, value]) => value !== base[key])
    .map(([key, value]) => `${key} ${value}`)
    .join(', ') || 'base: 5 seeds, 5 variants, 1 stage, row ratio 0.4'

const table = [['condition', 'any false', 'seeds only', 'covered', 'half-width', 'power']]
let broken = 0
for (const condition of conditions) {
  const line = measure(condition)
  table.push([name(condition), ...line])
  if (experiments >= 1000 && Number.parseFloat(line[0]) > 6.5) broken++
}
console.log(
  `${experiments} experiments a condition, ${rows} rows; "row ratio" is the rows' effect on a mean in units of a seed's.\n`,
)
printTable(table)
if (broken > 0) {
  console.error(`\n${broken} conditions have more than 6.5 % of experiments with a false verdict.`)
  process.exitCode = 1
}
