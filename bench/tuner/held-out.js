// Objectives that no choice of the samplers was made on, always shifted. Formulas and minima: Surjanovic and Bingham,
// Virtual Library of Simulation Experiments (https://www.sfu.ca/~ssurjano/optimization.html); categories that choose
// between formulas: Func2C of Ru et al., ICML 2020 (https://arxiv.org/abs/1906.08878), its terms here over one square.
import { median } from '../table.js'
import { mulberry } from './statistics.js'

const sum = (x, term) => x.reduce((total, each, i) => total + term(each, i), 0)

const ackley = (x) =>
  20 +
  Math.E -
  20 * Math.exp(-0.2 * Math.sqrt(sum(x, (v) => v * v) / x.length)) -
  Math.exp(sum(x, (v) => Math.cos(2 * Math.PI * v)) / x.length)

const levy = (x) => {
  const w = x.map((v) => 1 + (v - 1) / 4)
  const last = w.at(-1)
  return (
    Math.sin(Math.PI * w[0]) ** 2 +
    sum(w.slice(0, -1), (v) => (v - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * v + 1) ** 2)) +
    (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2)
  )
}

const rosenbrock = (x) => sum(x.slice(1), (v, i) => 100 * (v - x[i] ** 2) ** 2 + (1 - x[i]) ** 2)

const griewank = (x) =>
  1 + sum(x, (v) => v * v) / 4000 - x.reduce((all, v, i) => all * Math.cos(v / Math.sqrt(i + 1)), 1)

const hartmann3 = (x) => {
  const [heights, widths] = [
    [1, 1.2, 3, 3.2],
    [
      [3, 10, 30],
      [0.1, 10, 35],
      [3, 10, 30],
      [0.1, 10, 35],
    ],
  ]
  const centres = [
    [3689, 1170, 2673],
    [4699, 4387, 7470],
    [1091, 8732, 5547],
    [381, 5743, 8828],
  ]
  return -sum(heights, (h, k) => h * Math.exp(-sum(x, (v, i) => widths[k][i] * (v - centres[k][i] * 1e-4) ** 2)))
}

const terms = {
  rosenbrock: (x) => rosenbrock(x) / 300,
  camel: ([x, y]) => ((4 - 2.1 * x * x + x ** 4 / 3) * x * x + x * y + (4 * y * y - 4) * y * y) / 10,
  beale: ([x, y]) => ((1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2 + (2.625 - x + x * y ** 3) ** 2) / 50,
}

const cube = (dimensions, min, max) =>
  Array.from({ length: dimensions }, (_, i) => ({ name: `x${i + 1}`, type: 'float', scale: 'linear', min, max }))
const values = (p, params) => params.filter(({ type }) => type === 'float').map(({ name }) => p[name])
const choice = (name) => ({ name, type: 'categorical', values: Object.keys(terms) })

/** Adds normal noise, always the same at a point, as of a training job with its seed fixed. */
const noisy = (value, deviation) => (p) => {
  let hash = 0
  for (const character of JSON.stringify(p)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x5bd1e995)
  const random = mulberry(hash)
  return value(p) + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function formula(name, params, of, minimiser, minimum, noise) {
  const value = (p) => of(values(p, params), p)
  const random = mulberry(1)
  const draw = ({ type, min, max, values: v }) =>
    type === 'categorical' ? v[Math.floor(random() * v.length)] : min + (max - min) * random()
  const drawn = Array.from({ length: 4001 }, () => value(Object.fromEntries(params.map((q) => [q.name, draw(q)]))))
  const made = { name, params, value, minimum, unit: median(drawn) - minimum }
  made.minimiser = Object.fromEntries(params.map((q, i) => [q.name, minimiser[i]]))
  return noise ? { ...made, observed: noisy(value, noise * made.unit) } : made
}

/** Returns the objectives without their spaces. */
export const heldOutObjectives = () => [
  formula('ackley4', cube(4, -5, 10), ackley, [0, 0, 0, 0], 0),
  formula('levy4', cube(4, -10, 10), levy, [1, 1, 1, 1], 0),
  formula('rosenbrock3', cube(3, -2.048, 2.048), rosenbrock, [1, 1, 1], 0),
  formula('griewank3', cube(3, -10, 10), griewank, [0, 0, 0], 0),
  formula(
    'func2c',
    [...cube(2, -2, 2), choice('first'), choice('second')],
    (x, { first, second }) => terms[first](x) + terms[second](x),
    [0.0898420131, -0.7126564032, 'camel', 'camel'],
    -0.2063256906,
  ),
  formula('hartmann3 with noise', cube(3, 0, 1), hartmann3, [0.114614, 0.555649, 0.852547], -3.8627797874, 0.05),
]
