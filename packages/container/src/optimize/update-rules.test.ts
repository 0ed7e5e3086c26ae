import { updateRules } from './update-rules.js'
import type { UpdateRule } from './update-rules.js'

/** The rule as in its paper, in double precision except for its memory. */
const plainAdam: UpdateRule = (values, gradient, { count, rate: learningRate, memory }) => {
  const rate = (learningRate * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count)
  const [m, v] = [memory('mean'), memory('square')]
  for (let at = 0; at < values.length; at++) {
    const g = gradient[at]
    m[at] += (g - m[at]) * (1 - 0.9)
    v[at] += (g * g - v[at]) * (1 - 0.999)
    values[at] -= (m[at] * rate) / (Math.sqrt(v[at]) + 1e-7)
  }
}

/** Returns the bits of the values and of the memory after some steps on gradients of very different sizes. */
function bitsAfter(rule: UpdateRule, length: number): Uint32Array[] {
  const values = Float32Array.from({ length }, (_, at) => Math.sin(at))
  const memory = new Map<string, Float32Array>()
  for (let count = 1; count <= 3; count++) {
    const gradient = Float32Array.from({ length }, (_, at) => Math.cos(at * count) * 10 ** -((at * 7) % 41))
    const recall = (name: string): Float32Array => {
      const known = memory.get(name) ?? new Float32Array(length)
      memory.set(name, known)
      return known
    }
    rule(values, gradient, { count, rate: 0.01, momentum: 0, memory: recall })
  }
  return [values, ...memory.values()].map(({ buffer }) => new Uint32Array(buffer))
}

describe('the rule "adam"', () => {
  it.each([1, 2, 7, 2048, 5001])('moves %i values to the same bits as the plain loop', (length) => {
    const rule = (updateRules.get('adam') as () => UpdateRule)()
    expect(bitsAfter(rule, length)).toEqual(bitsAfter(plainAdam, length))
  })
})
