/** The references of a command line, and what these cannot do without. */

import type { Plan } from '@assay/core'
import { isForeign } from '@assay/core/internal'

import { donorsOf } from './donor-state.js'
import { armsOf, deferredOf, plannedJobs, runsOf } from './planned-jobs.js'

/**
 * Returns the references, and after them those of every search and stage whose results or weights the picked parts need.
 * An empty list stays empty, which picks everything.
 */
export function withParents(plan: Plan, refs: readonly string[]): readonly string[] {
  const wanted = [...refs]
  const stages = new Set(plan.stages.map(({ name }) => name))
  const needed = (ref: string): readonly string[] => [
    ...armsOf(plan)
      .filter(({ arm }) => arm.ref === ref || arm.ref.startsWith(`${ref}/`) || ref.startsWith(`${arm.ref}/`))
      .flatMap(({ arm }) => arm.parentRefs),
    ...deferredOf(plan, [ref]).flatMap(({ afterStages }) => afterStages),
    ...donorRefs(plan, ref),
  ]
  for (const ref of wanted) {
    for (const parent of needed(ref)) {
      // A parent in another file, or a job by its name, is not run from here.
      if (isForeign(parent) || !stages.has(parent.split('/', 1)[0] ?? '')) continue
      if (!wanted.some((has) => parent === has || parent.startsWith(`${has}/`))) wanted.push(parent)
    }
  }
  return wanted
}

/** The runs of this plan from whose weights the picked ones start. */
function donorRefs(plan: Plan, ref: string): readonly string[] {
  const runs = new Map(runsOf(plan).map((run) => [run.jobName, `${run.ref}/${run.seed}`]))
  return plannedJobs(plan, [], [ref]).flatMap((job) => donorsOf(job).flatMap((name) => runs.get(name) ?? []))
}
