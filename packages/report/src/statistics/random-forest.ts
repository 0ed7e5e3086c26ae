/**
 * A random forest of regression trees over numbers and categories, kept open so that fANOVA can integrate over its leaves.
 * Trees are grown as scikit-learn's RandomForestRegressor grows them: on bootstrap samples, over all features, until leaves
 * are pure. Categories are split in the order of their means, which finds the best subset (Breiman et al. 1984, section 4.2.2).
 * Our own because ml-random-forest fails on small samples and hides its trees. Tests compare it with Optuna's fANOVA.
 */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** A feature: numbers from 0 to 1, or category numbers from 0. */
export type Feature = { readonly kind: 'number' } | { readonly kind: 'category'; readonly size: number }

/** Rows of feature values with the number to predict. */
export interface Sample {
  readonly features: readonly Feature[]
  readonly rows: readonly (readonly number[])[]
  readonly targets: readonly number[]
}

/** A regression tree. `left` has values below `at`, or the categories in `among`. */
export type Tree =
  | { readonly mean: number }
  | { readonly feature: number; readonly at: number; readonly left: Tree; readonly right: Tree }
  | { readonly feature: number; readonly among: ReadonlySet<number>; readonly left: Tree; readonly right: Tree }

/** A tree, and the rows that it was not grown on. */
export interface GrownTree {
  readonly tree: Tree
  readonly unseen: readonly number[]
}

/** Returns `trees` trees, each grown on its own bootstrap sample. */
export function growForest(sample: Sample, trees: number, random: RandomGenerator): GrownTree[] {
  const columns = columnsOf(sample)
  const n = sample.rows.length
  return Array.from({ length: trees }, () => {
    const times = new Uint32Array(n)
    for (let draw = 0; draw < n; draw++) {
      const row = uniformInt(random, 0, n - 1)
      times[row] = (times[row] ?? 0) + 1
    }
    const drawn = columns.map(({ order }) => order.flatMap((row) => Array<number>(times[row] ?? 0).fill(row)))
    const unseen = sample.rows.flatMap((_, row) => (times[row] === 0 ? [row] : []))
    return { tree: grow(sample.targets, columns, drawn), unseen }
  })
}

/** Returns a tree's prediction for a row. */
export function predict(tree: Tree, row: readonly number[]): number {
  let node = tree
  while (!('mean' in node)) {
    const value = row[node.feature] ?? 0
    node = ('at' in node ? value < node.at : node.among.has(value)) ? node.left : node.right
  }
  return node.mean
}

/**
 * Returns the out-of-bag R²: each row is predicted by the trees that were not grown on it (Breiman 2001). Undefined if
 * fewer than two rows have such a tree, or if their targets are equal.
 */
export function outOfBagFit(forest: readonly GrownTree[], { rows, targets }: Sample): number | undefined {
  const predictions = rows.map((): number[] => [])
  for (const { tree, unseen } of forest) {
    for (const index of unseen) predictions[index]?.push(predict(tree, rows[index] ?? []))
  }
  const known = targets.flatMap((target, index) => {
    const blind = predictions[index] ?? []
    return blind.length === 0 ? [] : [{ target, prediction: average(blind) }]
  })
  const center = average(known.map(({ target }) => target))
  const spread = known.reduce((sum, { target }) => sum + (target - center) ** 2, 0)
  if (known.length < 2 || spread === 0) return undefined
  return 1 - known.reduce((sum, { target, prediction }) => sum + (target - prediction) ** 2, 0) / spread
}

/** One feature: each row's value, and the rows in the order of their values, found once for all trees. */
interface Column {
  readonly feature: Feature
  readonly values: readonly number[]
  readonly order: readonly number[]
}

function columnsOf({ features, rows }: Sample): Column[] {
  return features.map((feature, index) => {
    const values = rows.map((row) => row[index] ?? 0)
    const order = values.map((_, row) => row).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
    return { feature, values, order }
  })
}

/** A node's split. `score` is Σ²/n of both sides together: a larger score explains more variance. */
interface Split {
  readonly feature: number
  readonly at?: number
  readonly among?: ReadonlySet<number>
  readonly score: number
}

/** `drawn` has one list for each feature: the node's rows in the order of that feature, each as often as it was drawn. */
function grow(targets: readonly number[], columns: readonly Column[], drawn: readonly (readonly number[])[]): Tree {
  const rows = drawn[0] ?? []
  const first = targets[rows[0] ?? 0]
  const total = rows.reduce((sum, row) => sum + (targets[row] ?? 0), 0)
  const split = rows.every((row) => targets[row] === first) ? undefined : bestSplit(targets, columns, drawn, total)
  if (split === undefined) return { mean: total / rows.length }
  const { feature, at, among } = split
  const values = columns[feature]?.values ?? []
  const isLeft = (row: number): boolean => {
    const value = values[row] ?? 0
    return among === undefined ? value < (at ?? 0) : among.has(value)
  }
  const side = (wanted: boolean): Tree =>
    grow(
      targets,
      columns,
      drawn.map((order) => order.filter((row) => isLeft(row) === wanted)),
    )
  return among === undefined
    ? { feature, at: at ?? 0, left: side(true), right: side(false) }
    : { feature, among, left: side(true), right: side(false) }
}

function bestSplit(
  targets: readonly number[],
  columns: readonly Column[],
  drawn: readonly (readonly number[])[],
  total: number,
): Split | undefined {
  let best: Split | undefined
  columns.forEach(({ feature: { kind }, values }, feature) => {
    const order = drawn[feature] ?? []
    const found =
      kind === 'number' ? splitNumber(targets, values, order, total) : splitCategory(targets, values, order, total)
    if (found && (best === undefined || found.score > best.score)) best = { feature, ...found }
  })
  return best
}

/** Splits half way between neighboring values, as CART does. */
function splitNumber(
  targets: readonly number[],
  values: readonly number[],
  order: readonly number[],
  total: number,
): Omit<Split, 'feature'> | undefined {
  const n = order.length
  let [sum, score, at] = [0, -Infinity, Number.NaN]
  for (let index = 1; index < n; index++) {
    const before = order[index - 1] ?? 0
    sum += targets[before] ?? 0
    const [low, high] = [values[before] ?? 0, values[order[index] ?? 0] ?? 0]
    if (low === high) continue
    const here = (sum * sum) / index + (total - sum) ** 2 / (n - index)
    if (here > score) [score, at] = [here, (low + high) / 2]
  }
  return Number.isNaN(at) ? undefined : { at, score }
}

/** Categories in the order of their means: one of the cuts between them is the best of all subsets. */
function splitCategory(
  targets: readonly number[],
  values: readonly number[],
  order: readonly number[],
  total: number,
): Omit<Split, 'feature'> | undefined {
  const groups = new Map<number, { sum: number; count: number }>()
  for (const row of order) {
    const value = values[row] ?? 0
    const group = groups.get(value) ?? { sum: 0, count: 0 }
    groups.set(value, { sum: group.sum + (targets[row] ?? 0), count: group.count + 1 })
  }
  const sorted = [...groups].sort(([, a], [, b]) => a.sum / a.count - b.sum / b.count)
  let [sum, count, score, cut] = [0, 0, -Infinity, 0]
  sorted.slice(0, -1).forEach(([, group], index) => {
    sum += group.sum
    count += group.count
    const here = (sum * sum) / count + (total - sum) ** 2 / (order.length - count)
    if (here > score) [score, cut] = [here, index + 1]
  })
  return cut === 0 ? undefined : { among: new Set(sorted.slice(0, cut).map(([value]) => value)), score }
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
