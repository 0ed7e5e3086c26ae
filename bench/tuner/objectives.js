// The objectives that tuners are compared on, all minimised: three formulas and three tables of real training runs.
import { readFileSync } from 'node:fs'

import { spaceOf } from '../../packages/emulator/dist/tuning/space/space.js'
import { branin, hartmann6, minimisers, mixed5 } from './formulas.js'
import { heldOutObjectives } from './held-out.js'
import { mulberry } from './statistics.js'

const data = (name) => readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')
const suite = JSON.parse(data('suite.json'))
const described = Object.fromEntries(suite.map((each) => [each.name, each]))

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

/** Returns the first configuration of a table's least value. */
function leastOf(name) {
  const { params, values } = JSON.parse(data(`${name}.json`))
  let row = values.indexOf(Math.min(...values))
  const chosen = [...params].reverse().map(({ name: of, grid }) => {
    const at = row % grid.length
    row = Math.floor(row / grid.length)
    return [of, grid[at]]
  })
  return Object.fromEntries(chosen)
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
  const minimiser = minimisers[like] ?? leastOf(like)
  return {
    name,
    params: space,
    space: spaceOf(rangesOf(space)),
    minimum,
    minimiser,
    unit: randomMedian - minimum,
    value,
  }
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

/** The objectives of a kind of comparison: as given, each shifted by seed, or others that no choice was made on. */
export const named = (kind) => (kind === 'held-out' ? heldOut : all)
const all = objectives()
const heldOut = heldOutObjectives().map((each) => ({ ...each, space: spaceOf(rangesOf(each.params)) }))

/** What a search with this seed meets: the objective as given, or moved. */
export const instance = (kind, made, seed) => (['shifted', 'held-out'].includes(kind) ? shifted(made, seed) : made)

/**
 * An objective moved inside its space, so that its minimum is anywhere with equal chance: each numeric coordinate is
 * read a way off, in the scale it is searched in, and folded at the ends. Categories are permuted.
 */
export function shifted(made, seed) {
  const random = mulberry(seed * 7919 + 13)
  const read = made.params.map((param) => {
    const { name, type, min, max, scale, values } = param
    if (type === 'categorical') {
      const order = values.map((v) => [random(), v]).sort((one, other) => one[0] - other[0])
      return (p) => order[values.indexOf(p[name])][1]
    }
    const half = type === 'int' ? 0.5 : 0
    const [low, high] = [min - half, max + half].map((v) => (scale === 'log' ? Math.log(v) : v))
    const position = (v) => ((scale === 'log' ? Math.log(v) : v) - low) / (high - low)
    const natural = (u) => {
      const v = low + (high - low) * u
      const number = scale === 'log' ? Math.exp(v) : v
      return Math.min(max, Math.max(min, type === 'int' ? Math.round(number) : number))
    }
    const move = position(made.minimiser[name]) - position(natural(random()))
    return (p) => natural(folded(position(p[name]) + move))
  })
  const at = (p) => Object.fromEntries(made.params.map(({ name }, k) => [name, read[k](p)]))
  const moved = { ...made, name: `${made.name} shifted`, value: (p) => made.value(at(p)) }
  return made.observed ? { ...moved, observed: (p) => made.observed(at(p)) } : moved
}

function folded(u) {
  const t = Math.abs(u) % 2
  return t > 1 ? 2 - t : t
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
