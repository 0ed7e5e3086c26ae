/** A matrix has known axes with distinct values, not too many cells, and some left after `exclude`. */

import type { Scalar, Stage } from '../language/experiment.js'
import { knownHyperparameters } from './written/known-hyperparameters.js'
import type { Rule, RuleContext } from './written/rule.js'

type Matrix = NonNullable<Stage['matrix']>

const mostCells = 10_000

/** Checks the matrix of every stage. */
export const matrix: Rule = (context) => {
  const known = knownHyperparameters(context)
  for (const stage of Object.values(context.experiment.stages)) {
    if (stage.matrix) checkMatrix(stage, stage.matrix, known, context)
    else if (stage.exclude) {
      context.report('bad-matrix', '"exclude" leaves out cells of a matrix; there is none.', [stage, 'exclude', 'key'])
    }
  }
}

function checkMatrix(stage: Stage, axes: Matrix, known: ReadonlySet<string> | undefined, context: RuleContext): void {
  const { report } = context
  const size = Object.values(axes).reduce((cells, values) => cells * values.length, 1)
  if (Object.keys(axes).length === 0) {
    return report('bad-matrix', 'The matrix is empty; expected hyperparameters with lists of values.', [
      stage,
      'matrix',
    ])
  }
  for (const [name, values] of Object.entries(axes)) checkAxis(axes, name, values, known, context)
  if (size > mostCells) {
    report('bad-matrix', `The matrix has ${size} cells; at most ${mostCells} are allowed.`, [stage, 'matrix', 'key'])
  } else if ((stage.exclude?.length ?? 0) > mostCells) {
    report('bad-matrix', `"exclude" has more than ${mostCells} cells.`, [stage, 'exclude', 'key'])
  } else if (checkExclude(stage.exclude ?? [], axes, context) && size > 0 && excludesAll(axes, stage.exclude ?? [])) {
    report('bad-matrix', '"exclude" leaves out every cell of the matrix.', [stage, 'exclude', 'key'])
  }
}

function checkAxis(
  axes: Matrix,
  name: string,
  values: readonly Scalar[],
  known: ReadonlySet<string> | undefined,
  { report }: RuleContext,
): void {
  if (known && !known.has(name)) {
    const message = `Unknown hyperparameter "${name}" in the matrix: no model reads "$${name}" and no default is given.`
    report('unknown-hyperparameter', message, [axes, name, 'key'], { unknown: [name, known] })
  }
  if (values.length === 0) report('bad-matrix', `"${name}" has no values.`, [axes, name])
  for (const [index, value] of values.slice(0, mostCells).entries()) {
    if (values.indexOf(value) < index) {
      report('bad-matrix', `The value ${JSON.stringify(value)} of "${name}" stands here twice.`, [values, index])
    }
  }
}

/** Returns whether every excluded cell is one of the matrix. */
function checkExclude(exclude: NonNullable<Stage['exclude']>, axes: Matrix, { report }: RuleContext): boolean {
  let isGood = true
  for (const cell of exclude) {
    if (Object.keys(cell).length === 0) report('bad-matrix', 'An empty cell leaves out the whole matrix.', [cell])
    for (const [name, value] of Object.entries(cell)) {
      const values = Object.hasOwn(axes, name) ? axes[name] : undefined
      if (values?.includes(value)) continue
      isGood = false
      if (values) report('bad-matrix', `${JSON.stringify(value)} is no value of "${name}" in the matrix.`, [cell, name])
      else {
        const unknown = [name, Object.keys(axes)] as const
        report('bad-matrix', `"${name}" is no axis of the matrix.`, [cell, name, 'key'], { unknown })
      }
    }
  }
  return isGood && !exclude.some((cell) => Object.keys(cell).length === 0)
}

function excludesAll(axes: Matrix, exclude: NonNullable<Stage['exclude']>): boolean {
  const cells = Object.entries(axes).reduce<Record<string, Scalar>[]>(
    (partial, [name, values]) => partial.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value }))),
    [{}],
  )
  return cells.every((cell) =>
    exclude.some((left) => Object.entries(left).every(([name, value]) => cell[name] === value)),
  )
}
