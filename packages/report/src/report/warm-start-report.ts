/** The part of a report about searches that started from others, as plain JSON. */

import type { Comparison } from './report.js'
import type { Saving, Spending } from './spending-report.js'

/** Whether a warm start paid, by one child and what it can be compared with. */
export interface WarmStartAnalysis {
  readonly ref: string
  readonly parentRefs: readonly string[]
  /** Always so: one search beside another is one draw of each. */
  readonly verdict: 'descriptive only'
  /** The best tuning score of the parents. */
  readonly parentsBest?: number
  readonly childBest?: number
  /** Of the child's best over the parents' best; above 0 is better. */
  readonly improvement?: number
  readonly parentsSpent: Spending
  readonly childSpent: Spending
  readonly cold?: ColdControl
  /** Limits of the answer, in sentences. */
  readonly notes: readonly string[]
}

/** The same budget over the parents' first ranges, without a parent. */
export interface ColdControl {
  readonly ref: string
  readonly best?: number
  readonly spent: Spending
  /** Of the child's best over the cold one's; above 0 is better. */
  readonly improvement?: number
  /** Spending of the child when its best so far was as good as the cold search's final best; absent if it never was. */
  readonly childReachedCold?: Spending
  /** Spending of the cold search when it had its final best. */
  readonly coldReachedOwn?: Spending
  /** Spending of the cold search when its best so far was as good as the child's final best; absent if it never was. */
  readonly coldReachedChild?: Spending
  /** Spending of the child when it had its final best. */
  readonly childReachedOwn?: Spending
  /** `coldReachedOwn` less `childReachedCold`: above 0 is saved. The parents' cost is not counted. */
  readonly saved?: Saving
  /** The same with all that the parents' trials took counted as the child's. */
  readonly savedWithParents?: Saving
  /** The mean best so far over trials that both have: the area under the two curves. */
  readonly area?: {
    readonly fromTrial: number
    readonly toTrial: number
    readonly child: number
    readonly cold: number
    readonly improvement: number
  }
  /** The first confirmed trial of each, chosen before its seeds were seen. */
  readonly confirmed?: Comparison
}
