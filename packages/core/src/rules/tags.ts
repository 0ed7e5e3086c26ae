/**
 * The user's tags within AWS's limits, with room for assay's own.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html
 */

import type { Rule } from './written/rule.js'

const most = 40
const alphabet = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
const allowed = 'letters, digits, spaces and _ . : / = + - @'

/** Checks the file's tags. */
export const tags: Rule = ({ experiment, report }) => {
  const { tags: written = {} } = experiment
  const count = Object.keys(written).length
  if (count > most)
    report('bad-tag', `There are ${count} tags; at most ${most} are allowed.`, [experiment, 'tags', 'key'])
  for (const [key, value] of Object.entries(written)) {
    if (/^(aws|assay):/i.test(key)) {
      const [prefix] = key.split(':', 1)
      report('bad-tag', `The tag "${key}" begins with "${prefix}:", which is reserved.`, [written, key, 'key'])
    } else if (key.length === 0 || key.length > 128 || !alphabet.test(key)) {
      const message = `A tag's key has 1 to 128 characters: ${allowed}; this one is "${key.slice(0, 60)}".`
      report('bad-tag', message, [written, key, 'key'])
    }
    if (value.length > 256 || !alphabet.test(value)) {
      const message = `A tag's value has at most 256 characters: ${allowed}; "${key}" has others.`
      report('bad-tag', message, [written, key])
    }
  }
}
