/** A hyperparameter has one type everywhere: SageMaker makes every value a string, and only the type reads it back. */

import type { Scalar } from '../language/experiment.js'
import { isExpression } from '../language/expression.js'
import { trainerRow } from '../contract/trainer-hyperparameters.js'
import type { Place, Rule, RuleContext } from './written/rule.js'
import { writtenSpaces } from './written/search-spaces.js'
import type { WrittenSpace } from './written/search-spaces.js'
import { trainerProblem } from './trainer-values.js'

type Kind = 'number' | 'text' | 'true or false'

interface Written {
  readonly name: string
  readonly value: Scalar
  readonly place: Place
}

/** Refuses values of mixed types, and those that the trainer cannot use. */
export const hyperparameterTypes: Rule = (context) => {
  const first = new Map<string, { readonly kind: Kind; readonly place?: Place }>()
  for (const [name, value] of defaults(context)) first.set(name, { kind: kindOf(value) })
  for (const written of writtenValues(context)) {
    if (checkTrainer(written, context) || checkText(written, context)) continue
    const { name, value, place } = written
    const known = first.get(name)
    if (!known) first.set(name, { kind: kindOf(value), place })
    else if (known.kind !== kindOf(value)) {
      const where = placeName(known.place, context)
      const message = `The hyperparameter "${name}" is ${JSON.stringify(value)} here but ${article(known.kind)} ${where}; expected one type.`
      context.report('mixed-types', message, place)
    }
  }
}

/** Defaults of the architectures that are used. */
function defaults({ recipes, catalogue }: RuleContext): [string, Scalar][] {
  const used = new Set(recipes.flatMap(({ recipe }) => recipe.model?.architecture ?? []))
  return [...used].flatMap((name) => Object.entries(catalogue?.architectures.get(name)?.hyperparameters ?? {}))
}

function writtenValues({ experiment, recipes }: RuleContext): Written[] {
  const inRecipes = recipes.flatMap(({ recipe: { hyperparameters } }) =>
    Object.entries(hyperparameters ?? {}).flatMap(([name, value]): Written[] =>
      value === null || !hyperparameters ? [] : [{ name, value, place: [hyperparameters, name] }],
    ),
  )
  const inMatrices = Object.values(experiment.stages).flatMap(({ matrix = {} }) =>
    Object.entries(matrix).flatMap(([name, values]) =>
      values.map((value, index): Written => ({ name, value, place: [values, index] })),
    ),
  )
  return [...inRecipes, ...inMatrices, ...writtenSpaces(experiment).flatMap(({ space }) => inSpace(space))]
}

/** The ends of a range, and the values of a category. */
function inSpace(space: WrittenSpace['space']): Written[] {
  return Object.entries(space).flatMap(([name, range]): Written[] => {
    if ('values' in range) {
      return range.values.map((value, index) => ({ name, value, place: [range.values, index] }))
    }
    if ('narrow' in range) return []
    return (['min', 'max'] as const).map((end) => ({ name, value: range[end], place: [range, end] }))
  })
}

/** Returns whether the trainer reads the value, and reports what is wrong with it. */
function checkTrainer({ name, value, place }: Written, { report }: RuleContext): boolean {
  if (!trainerRow(name)) return false
  const problem = trainerProblem(name, value)
  if (problem) report(problem.code, problem.message, place, problem)
  return true
}

/** Returns whether the text is refused: values are plain. */
function checkText({ name, value, place }: Written, { report }: RuleContext): boolean {
  if (typeof value !== 'string' || !isExpression(value) || !value.includes('$')) return false
  const message = `"${name}" is "${value}", but a hyperparameter is a plain value; expressions stand in "model" and "data".`
  report('bad-expression', message, place)
  return true
}

function kindOf(value: Scalar): Kind {
  if (typeof value === 'boolean') return 'true or false'
  return typeof value === 'number' ? 'number' : 'text'
}

function article(kind: Kind): string {
  return kind === 'number' ? 'a number' : kind
}

function placeName(place: Place | undefined, { positions }: RuleContext): string {
  const position = place && positions.of(...place)
  return position ? `in line ${position.line} of "${position.file}"` : "in the architecture's defaults"
}
