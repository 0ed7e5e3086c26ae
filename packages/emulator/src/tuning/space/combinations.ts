/** The points of a finite space, counted, listed in order, and told apart. */
import type { Assignment, Dimension, Space } from './space.js'

/** Returns how many different assignments the space has: Infinity if a continuous range has a width. */
export function combinations(space: Space): number {
  return space.reduce((product, dimension) => product * choices(dimension), 1)
}

function choices(dimension: Dimension): number {
  if (dimension.kind === 'Categorical') return dimension.values.length
  if (dimension.kind === 'Integer') return dimension.max - dimension.min + 1
  return dimension.max > dimension.min ? Infinity : 1
}

/** Returns the combination of this index, the last dimension fastest. The space must be finite. */
export function combination(space: Space, index: number): Assignment {
  let rest = index
  const entries = [...space].reverse().map((dimension) => {
    const count = choices(dimension)
    const digit = rest % count
    rest = Math.floor(rest / count)
    return [
      dimension.name,
      dimension.kind === 'Categorical' ? (dimension.values[digit] ?? '') : String(dimension.min + digit),
    ]
  })
  return Object.fromEntries(entries.reverse()) as Assignment
}

/** Returns a text that two assignments share if, and only if, they agree on every dimension. */
export function assignmentKey(space: Space, assignment: Assignment): string {
  return JSON.stringify(
    space.map(({ name, kind }) => (kind === 'Categorical' ? assignment[name] : Number(assignment[name]))),
  )
}
