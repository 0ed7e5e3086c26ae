/** In which order to plan: each unit after those whose results, trials or weights it starts from. */

import type { Experiment, InitWeights } from '../../language/experiment.js'
import type { Reporter } from '../../language/reporter.js'
import { parseDonor } from '../../variants/donor.js'
import type { Variant } from '../../variants/expand.js'
import type { Unit, Units } from './units.js'

/** A unit that another one starts from; `heir` if that takes weights from it. */
interface Edge {
  readonly to: Unit
  readonly heir?: Heir
}

/** A variant that starts from another one's weights, and the key that says so. */
interface Heir {
  readonly ref: string
  readonly init: InitWeights
}

/** A unit on the way to its dependencies. */
interface Visit {
  readonly unit: Unit
  /** By which the unit was reached. */
  readonly heir: Heir | undefined
  /** Those that are left. */
  readonly edges: Edge[]
}

/**
 * Returns all units, each after those that it starts from. Reports weights that would start from themselves: the last
 * unit of such a circle comes before the first, which it starts from. No recursion: thousands of stages may be in a row.
 */
export function inDependencyOrder(units: Units, experiment: Experiment, reporter: Reporter): readonly Unit[] {
  const [ordered, open] = [new Set<Unit>(), new Set<Unit>()]
  for (const root of units.all) {
    const path: Visit[] = []
    const enter = (unit: Unit, heir?: Heir): void => {
      open.add(unit)
      path.push({ unit, heir, edges: [...edgesOf(unit, units, experiment)].reverse() })
    }
    if (!ordered.has(root)) enter(root)
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const edge = visit.edges.pop()
      if (edge === undefined) {
        path.pop()
        open.delete(visit.unit)
        ordered.add(visit.unit)
      } else if (open.has(edge.to)) reportCircle(path, edge, reporter)
      else if (!ordered.has(edge.to)) enter(edge.to, edge.heir)
    }
  }
  return [...ordered]
}

function edgesOf(unit: Unit, units: Units, { stages }: Experiment): readonly Edge[] {
  if (unit.kind === 'train') return edgesOfVariant(unit.variant, units)
  const parents = stages[unit.stage]?.warm_start?.from ?? []
  return [
    ...unit.definitions.flatMap((definition) => edgesOfVariant(definition, units)),
    ...parents.flatMap((parent) => edgeTo(units.named(parent))),
  ]
}

function edgesOfVariant({ ref, result, recipe }: Variant, units: Units): readonly Edge[] {
  const { init_weights: init } = recipe
  const donor = init ? parseDonor(init.from) : undefined
  return [
    ...edgeTo(result && units.named(result.arm)),
    ...(init && donor?.kind === 'variant' ? edgeTo(units.named(donor.ref), { ref, init }) : []),
  ]
}

function edgeTo(to: Unit | undefined, heir?: Heir): readonly Edge[] {
  return to === undefined ? [] : [{ to, ...(heir && { heir }) }]
}

/** A circle of `of` and `warm_start` alone is a rule's to report: rules/references.ts. */
function reportCircle(path: readonly Visit[], { to, heir }: Edge, { report }: Reporter): void {
  const circle = path.slice(path.findIndex(({ unit }) => unit === to) + 1)
  const last = heir ?? circle.map((visit) => visit.heir).findLast((one) => one !== undefined)
  if (last === undefined) return
  report('reference-cycle', `The weights of "${last.ref}" would start from themselves.`, [last.init, 'from'])
}
