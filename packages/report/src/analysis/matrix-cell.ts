/** A matrix's cells as the analyses of a matrix read them. */

import type { PlannedStage, Scalar } from '@assay/core'

/** A cell of the matrix with its objective by seed. */
export interface Cell {
  readonly ref: string
  readonly values: Readonly<Record<string, Scalar>>
  readonly bySeed: ReadonlyMap<number, number>
}

/** An axis as the plan has it. */
export type Axis = NonNullable<PlannedStage['matrix']>[number]

/** Seeds that every cell has, so that a level's mean is over the same seeds as its neighbour's. */
export function commonSeeds(cells: readonly Cell[]): number[] {
  return [...(cells[0]?.bySeed.keys() ?? [])].filter((seed) => cells.every(({ bySeed }) => bySeed.has(seed)))
}
