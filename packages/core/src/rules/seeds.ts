/** Seeds are whole numbers from 1, each once; 0 is reserved for tuning. */

import type { Rule } from './written/rule.js'

/** Most frameworks take seeds of 31 bits. */
const largest = 2 ** 31 - 1
const most = 1000

/** Checks the seeds of every stage. */
export const seeds: Rule = ({ experiment, report }) => {
  for (const stage of Object.values(experiment.stages)) {
    const { seeds: written } = stage
    if (typeof written === 'number' && written > most) {
      const message = `"seeds: ${written}" means ${written} seeds, 1 to ${written}; at most ${most} are allowed. One seed is written "[${written}]".`
      report('bad-seeds', message, [stage, 'seeds'])
    }
    if (!Array.isArray(written)) continue
    if (written.length === 0) report('bad-seeds', '"seeds" is empty; expected at least one seed.', [stage, 'seeds'])
    if (written.length > most) {
      report('bad-seeds', `"seeds" has ${written.length} seeds; at most ${most} are allowed.`, [stage, 'seeds'])
      continue
    }
    for (const [index, seed] of written.entries()) {
      if (written.indexOf(seed) < index) report('bad-seeds', `The seed ${seed} stands here twice.`, [written, index])
      if (seed > largest)
        report('bad-seeds', `The seed ${seed} is too large; at most ${largest} is allowed.`, [written, index])
    }
  }
}
