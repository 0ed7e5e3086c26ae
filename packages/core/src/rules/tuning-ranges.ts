/** Each range has room, of values that its scale can take, and SageMaker takes as many as there are. */

import type { CategoricalRange, NumericRange, SearchRange } from '../language/experiment.js'
import { knownHyperparameters } from './written/known-hyperparameters.js'
import type { Place, Rule, RuleContext } from './written/rule.js'
import { inheritsElsewhere, wholeSpace, writtenSpaces } from './written/search-spaces.js'
import type { WrittenSpace } from './written/search-spaces.js'
import { trainerProblem } from './trainer-values.js'

/** SageMaker's limits: ranges of all kinds, and values of a category. */
const mostRanges = 30
const mostValues = 30

/** Checks every range of every search space. */
export const tuningRanges: Rule = (context) => {
  const known = knownHyperparameters(context)
  for (const written of writtenSpaces(context.experiment)) {
    for (const [name, range] of Object.entries(written.space)) {
      checkName(name, written, known, context)
      if ('narrow' in range) checkNarrowed(range, written, context)
      else if ('values' in range) checkValues(name, range, context)
      else checkNumbers(name, range, context)
    }
  }
  for (const name of Object.keys(context.experiment.stages)) checkSize(name, context)
}

function checkName(
  name: string,
  { space }: WrittenSpace,
  known: ReadonlySet<string> | undefined,
  { report }: RuleContext,
): void {
  if (!known || known.has(name)) return
  const message = `Unknown hyperparameter "${name}" in the search space: no model reads "$${name}" and no default is given.`
  report('unknown-hyperparameter', message, [space, name, 'key'], { unknown: [name, known] })
}

function checkNarrowed(range: SearchRange & { narrow: string }, { stage }: WrittenSpace, context: RuleContext): void {
  if (stage.warm_start === undefined) {
    context.report('bad-range', '"narrow" is a share of a parent\'s range; there is no "warm_start".', [
      range,
      'narrow',
      'key',
    ])
  } else checkShare(range.narrow, [range, 'narrow'], context)
}

/** Says what is wrong with a share that is left of a range. */
export function checkShare(narrow: string, place: Place, { report }: RuleContext): void {
  if (Number(narrow.slice(0, -1)) <= 100) return
  report('bad-range', `"narrow" is "${narrow}"; expected at most 100%, which is the parent's whole range.`, place)
}

function checkValues(name: string, { values }: CategoricalRange, { report }: RuleContext): void {
  if (values.length === 0) report('bad-range', `"${name}" has no values.`, [values])
  if (values.length === 1) {
    report('bad-range', `"${name}" has one value only; write it in "hyperparameters" instead.`, [values, 0])
  }
  if (values.length > mostValues) {
    report('bad-range', `"${name}" has ${values.length} values; SageMaker takes at most ${mostValues}.`, [values])
    return
  }
  const texts = values.map(String)
  for (const [index, text] of texts.entries()) {
    if (texts.indexOf(text) < index) {
      report('bad-range', `The value ${JSON.stringify(values[index])} of "${name}" stands here twice.`, [values, index])
    } else if (text.length > 256) {
      report('bad-range', `A value of "${name}" has ${text.length} characters; SageMaker takes at most 256.`, [
        values,
        index,
      ])
    }
  }
}

function checkNumbers(name: string, range: NumericRange, { report }: RuleContext): void {
  const { min, max } = range
  if (min === max) {
    const message = `"${name}" has one value only, ${min}; write it in "hyperparameters" instead.`
    report('bad-range', message, [range, 'min'])
  } else if (min > max) {
    report('bad-range', `"${name}" goes from ${min} to ${max}: its ends are the wrong way round.`, [range, 'min'])
  }
  checkScale(name, range, report)
}

/** Of an end that the trainer refuses on every scale, its own rule says so. */
function checkScale(name: string, range: NumericRange, report: RuleContext['report']): void {
  if (range.scale === undefined || range.scale === 'linear') return
  const scale = curvedScales[range.scale]
  const end = (['min', 'max'] as const).find((one) => scale.refuses(range[one]) && !trainerProblem(name, range[one]))
  if (end === undefined) return
  const message = `"${name}" has a ${scale.name} scale, which needs values ${scale.needs}; "${end}" is ${range[end]}.`
  report('bad-range', message, [range, end])
}

const curvedScales = {
  log: { name: 'logarithmic', needs: 'above 0', refuses: (value: number) => value <= 0 },
  reverse_log: {
    name: 'reverse logarithmic',
    needs: 'from 0 to below 1',
    refuses: (value: number) => value < 0 || value >= 1,
  },
}

function checkSize(name: string, { experiment, report }: RuleContext): void {
  const stage = experiment.stages[name]
  if (stage?.kind !== 'tune') return
  const inherited = wholeSpace(experiment, name)
  const spaces = [{}, ...Object.values(stage.variants ?? {})].map((one) => ({
    ...inherited,
    ...(one as { search_space?: object } | null)?.search_space,
  }))
  const sizes = (stage.variants ? spaces.slice(1) : spaces).map((space) => Object.keys(space).length)
  const place: Place = stage.search_space ? [stage, 'search_space', 'key'] : [experiment.stages, name, 'key']
  const most = Math.max(...sizes)
  if (most > mostRanges) {
    report('bad-range', `"${name}" searches ${most} hyperparameters; SageMaker takes at most ${mostRanges}.`, place)
  }
  if (Math.min(...sizes) === 0 && !inheritsElsewhere(experiment, name)) {
    report(
      'bad-search',
      `"${name}" has nothing to search; write "search_space: {learning_rate: {min: 1e-4, max: 0.1, scale: log}}", for example.`,
      place,
    )
  }
}
