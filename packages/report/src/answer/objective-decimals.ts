/** How many decimals the objective is shown with, everywhere in one report. */

import { decimalsFor } from './figures.js'
import type { LeaderboardRow } from '../report/report.js'

/** Returns decimals by the spread over seeds that the leaderboard shows. */
export function objectiveDecimals(rows: readonly LeaderboardRow[]): number {
  return decimalsFor(rows.flatMap(({ objective }) => objective?.sd ?? []))
}
