// The order of jest's test files: the longest of the last run first; on a new machine, those that start processes.
import { readFileSync } from 'node:fs'

import Sequencer from '@jest/test-sequencer'

/** Test helpers that start programs or train. */
const slowHelpers = /testing\/(cli|standing|job-folder|kernel-contract)\.js'/

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests)
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted
    const slow = new Set(sorted.filter(({ path }) => slowHelpers.test(readFileSync(path, 'utf8'))))
    return [...slow, ...sorted.filter((test) => !slow.has(test))]
  }
}
