// The objectives that tuners are compared on, all minimised: three formulas and three tables of real training runs.
import { readFileSync } from 'node:fs'

import { spaceOf } from '../../packages/emulator/dist/tuning/space.js'

const data = (name) => readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')
const suite = JSON.parse(data('suite.json'))
const described = Object.fromEntries(suite.map((each) => [each.name, each]))

const branin = (p, sx = 0, sy = 0) => {
  const [x, y] = [p.x1 + sx, p.x2 + sy]
  const bowl = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6
  return bowl ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10
}

const widths = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const centres = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
]
const hartmann6 = (p, shift = 0, heights = [1, 1.2, 3, 3.2]) =>
  -heights.reduce((sum, height, k) => {
    const square = widths[k].reduce((s, a, i) => s + a * (p[`x${i + 1}`] + shift - centres[k][i] * 1e-4) ** 2, 0)
    return sum + height * Math.exp(-square)
  }, 0)

const mixed5 = (p, rate = 0, width = 0) => {
  const a = p.activation
  const z = Math.log10(p.lr) - ({ relu: -2.2, tanh: -2.8, logistic: -1.6 }[a] + rate - 0.12 * (p.depth - 3))
  const w = Math.log2(p.width) - ({ relu: 6, tanh: 5, logistic: 4 }[a] + width)
  const q = p.dropout - (0.1 + 0.03 * (p.depth - 1))
  const bowl = 0.35 * z * z + 0.08 * w * w + 0.05 * (p.depth - { relu: 4, tanh: 3, logistic: 2 }[a]) ** 2 + 0.8 * q * q
  return { relu: 0, tanh: 0.15, logistic: 0.4 }[a] + bowl + 0.03 * (1 - Math.cos(3 * Math.PI * z))
}

/** Looks a configuration up at the nearest grid point, the first on ties. */
function table(name) {
  const { params, values } = JSON.parse(data(`${name}.json`))
  const at = ({ type, scale }, v) => (type !== 'categorical' && scale === 'log' ? Math.log10(v) : v)
  const grids = params.map((param) => param.grid.map((v) => at(param, v)))
  const index = (p) =>
    params.reduce((row, param, k) => {
      const v = at(param, p[param.name])
      const gaps = grids[k].map((g) => (param.type === 'categorical' ? Number(g !== v) : Math.abs(g - v)))
      return row * gaps.length + gaps.indexOf(Math.min(...gaps))
    }, 0)
  return (p) => values[index(p)]
}

const formulas = { branin, hartmann6, mixed5 }
const valueOf = (name) => formulas[name] ?? table(name)

/** Our sampler's space for a described one. */
const rangesOf = (space) => {
  const scale = { linear: 'Linear', log: 'Logarithmic' }
  const numeric = (type) =>
    space
      .filter((param) => param.type === type)
      .map(({ name, min, max, scale: s }) => ({
        Name: name,
        MinValue: String(min),
        MaxValue: String(max),
        ScalingType: scale[s],
      }))
  return {
    IntegerParameterRanges: numeric('int'),
    ContinuousParameterRanges: numeric('float'),
    CategoricalParameterRanges: space
      .filter(({ type }) => type === 'categorical')
      .map(({ name, values }) => ({ Name: name, Values: values.map(String) })),
  }
}

/** Turns strings into what the objective takes. */
export const typed = (space, assignment) =>
  Object.fromEntries(
    space.map(({ name, type, values }) => [
      name,
      type === 'categorical' ? values.find((v) => String(v) === assignment[name]) : Number(assignment[name]),
    ]),
  )

const objective = (name, value = valueOf(described[name] ? name : 'none'), like = name) => {
  const { space, minimum, randomMedian } = described[like]
  return { name, params: space, space: spaceOf(rangesOf(space)), minimum, unit: randomMedian - minimum, value }
}

/** The six objectives, each checked against the reference values beside its description. */
export function objectives() {
  return suite.map(({ name, check }) => {
    const made = objective(name)
    for (const { params, value } of check) {
      if (Math.abs(made.value(params) - value) > 1e-9 * Math.max(1, Math.abs(value)))
        throw new Error(`The port of "${name}" gives ${made.value(params)} where ${value} is expected.`)
    }
    return made
  })
}

/**
 * An objective moved inside its space: each numeric coordinate is read a random way off, folded at the ends, so that
 * no point of the space is special and the minimum stays inside. Categories are permuted.
 */
export function shifted(made, seed) {
  const random = mulberry(seed * 7919 + 13)
  const moves = made.params.map(({ type, values }) =>
    type === 'categorical'
      ? values
          .map((v) => [random(), v])
          .sort((a, b) => a[0] - b[0])
          .map(([, v]) => v)
      : random() - 0.5,
  )
  const value = (p) => {
    const q = {}
    made.params.forEach(({ name, type, min, max, scale, values }, k) => {
      if (type === 'categorical') return void (q[name] = moves[k][values.indexOf(p[name])])
      const half = type === 'int' ? 0.5 : 0
      const ends = [min - half, max + half].map((v) => (scale === 'log' ? Math.log(v) : v))
      const u = ((scale === 'log' ? Math.log(p[name]) : p[name]) - ends[0]) / (ends[1] - ends[0])
      // A tent of period 2: continuous, and every value is reached.
      const t = Math.abs(((((u + moves[k] + 1) % 2) + 2) % 2) - 1)
      const v = ends[0] + (ends[1] - ends[0]) * t
      const natural = scale === 'log' ? Math.exp(v) : v
      q[name] = Math.min(max, Math.max(min, type === 'int' ? Math.round(natural) : natural))
    })
    return made.value(q)
  }
  return { ...made, name: `${made.name} shifted`, value }
}

/** A child's objective with its related parents, an unrelated and an adversarial one. */
export function warmTasks() {
  const o = Object.fromEntries(objectives().map((each) => [each.name, each]))
  const parent = (like, value) => ({ ...o[like], value })
  const related = {
    branin: [(p) => branin(p, 0.8, -0.6), (p) => branin(p, -0.7, 0.9)],
    hartmann6: [(p) => hartmann6(p, 0.04), (p) => hartmann6(p, -0.03, [1.2, 1, 2.6, 3.4])],
    mixed5: [(p) => mixed5(p, 0.3, 0.5), (p) => mixed5(p, -0.4, -0.5)],
    svm_digits: [table('svm_digits_lo'), table('svm_wine')],
  }
  return Object.entries(related).map(([name, values], task) => ({
    child: o[name],
    related: values.map((value) => parent(name, value)),
    // The same objective read far from where it is: its scale is right, its shape is not.
    unrelated: [1, 2].map((k) => parent(name, shifted(o[name], 101 * k + task).value)),
    // The worst adviser there is: upside down, on the same scale.
    adversarial: [1, 2].map(() => parent(name, (p) => 2 * (o[name].unit + o[name].minimum) - o[name].value(p))),
  }))
}

/** The 900 configurations of mlp_digits with their errors after each of 27 epochs. */
export function curves() {
  const rows = data('mlp_digits_curves.csv').trim().split('\n')
  return rows.map((row) => row.split(',').map((v) => Number(v) / 1e4))
}

/** A small generator for the benchmark's own draws (https://github.com/bryc/code/blob/master/jshash/PRNGs.md). */
export function mulberry(seed) {
  let a = seed | 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
