/**
 * Functional ANOVA of a regression tree: which share of its variance over the whole space each feature alone accounts for.
 * Features are uniform on 0 to 1, categories equally likely, and independent.
 * @see Hutter, Hoos, Leyton-Brown: An Efficient Approach for Assessing Hyperparameter Importance. ICML 2014.
 */

import type { Feature, Tree } from './random-forest.js'

/** A leaf: its prediction and, for each feature, the part of the space it covers. */
interface Leaf {
  readonly mean: number
  readonly sides: readonly Side[]
}

/** An interval, or some of the categories. */
type Side = { readonly low: number; readonly high: number } | ReadonlySet<number>

/** Returns each feature's share of the tree's variance, or undefined if the tree predicts the same everywhere. */
export function mainEffectShares(tree: Tree, features: readonly Feature[]): number[] | undefined {
  const leaves = leavesOf(tree, features.map(whole))
  const volumes = leaves.map(({ sides }) => sides.map((side, index) => measure(side, features[index])))
  const weights = volumes.map((sizes) => sizes.reduce((product, size) => product * size, 1))
  const center = leaves.reduce((sum, { mean }, index) => sum + mean * (weights[index] ?? 0), 0)
  const variance = leaves.reduce((sum, { mean }, index) => sum + (mean - center) ** 2 * (weights[index] ?? 0), 0)
  if (!(variance > 0)) return undefined
  return features.map((feature, index) => {
    const shares = leaves.flatMap(({ mean, sides }, leaf) => {
      const [side, size] = [sides[index], volumes[leaf]?.[index] ?? 0]
      return side === undefined || size === 0 ? [] : [{ side, value: (mean - center) * ((weights[leaf] ?? 0) / size) }]
    })
    return (feature.kind === 'number' ? varianceOfNumber(shares) : varianceOfCategory(shares, feature.size)) / variance
  })
}

/** One leaf's contribution to a feature's marginal, on the leaf's side. */
interface Share {
  readonly side: Side
  readonly value: number
}

/** The marginal is a step function: it changes only where a leaf begins or ends. */
function varianceOfNumber(shares: readonly Share[]): number {
  const steps = new Map<number, number>()
  const add = (at: number, value: number): void => void steps.set(at, (steps.get(at) ?? 0) + value)
  for (const { side, value } of shares) {
    if (!('low' in side)) continue
    add(side.low, value)
    add(side.high, -value)
  }
  const ends = [...steps].sort(([a], [b]) => a - b)
  let [marginal, variance] = [0, 0]
  ends.forEach(([at, change], index) => {
    marginal += change
    variance += marginal ** 2 * ((ends[index + 1]?.[0] ?? at) - at)
  })
  return variance
}

function varianceOfCategory(shares: readonly Share[], size: number): number {
  const marginals = Array<number>(size).fill(0)
  for (const { side, value } of shares) {
    if ('low' in side) continue
    for (const category of side) marginals[category] = (marginals[category] ?? 0) + value
  }
  return marginals.reduce((sum, marginal) => sum + marginal ** 2, 0) / size
}

function leavesOf(tree: Tree, sides: readonly Side[]): Leaf[] {
  if ('mean' in tree) return [{ mean: tree.mean, sides }]
  const [left, right] = cut(sides[tree.feature], tree)
  const withSide = (side: Side): Side[] => sides.map((old, index) => (index === tree.feature ? side : old))
  return [...leavesOf(tree.left, withSide(left)), ...leavesOf(tree.right, withSide(right))]
}

function cut(side: Side | undefined, node: Exclude<Tree, { readonly mean: number }>): [Side, Side] {
  if ('at' in node) {
    const { low, high } = side !== undefined && 'low' in side ? side : { low: 0, high: 1 }
    return [
      { low, high: node.at },
      { low: node.at, high },
    ]
  }
  // A category that the sample lacks at this split goes right, as `predict` has it.
  const all = side !== undefined && !('low' in side) ? [...side] : []
  return [new Set(all.filter((one) => node.among.has(one))), new Set(all.filter((one) => !node.among.has(one)))]
}

function whole(feature: Feature): Side {
  return feature.kind === 'number'
    ? { low: 0, high: 1 }
    : new Set(Array.from({ length: feature.size }, (_, one) => one))
}

function measure(side: Side, feature: Feature | undefined): number {
  if ('low' in side) return side.high - side.low
  return side.size / (feature?.kind === 'category' ? feature.size : 1)
}
