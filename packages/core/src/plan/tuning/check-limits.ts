/** Tuning stages that would be one tuning job. */

import { stepName } from '../../contract/planned.js'
import type { TuningStage } from '../arm.js'
import type { PlanFrame } from '../context.js'

/** Reports arms that differ in nothing but their limits: they would be one tuning job with two limits. */
export function checkLimits(stages: Iterable<TuningStage>, { experiment, reporter }: PlanFrame): void {
  const first = new Map<string, { readonly ref: string; readonly input: string }>()
  for (const { name, arms } of stages) {
    for (const { planned, steps } of arms) {
      for (const step of steps) {
        const input = JSON.stringify(step.input.HyperParameterTuningJobConfig)
        const known = first.get(stepName(step))
        if (known === undefined) first.set(stepName(step), { ref: planned.ref, input })
        else if (known.input !== input) {
          const message = `"${planned.ref}" is the same search as "${known.ref}", but with other limits. ${planned.strategy === 'grid' ? 'Give both the same.' : 'Give it a "search_seed" of its own.'}`
          reporter.report('bad-search', message, [experiment.stages, name, 'key'])
        }
      }
    }
  }
}
