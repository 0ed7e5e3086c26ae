/** A plan as the text of its golden file, and the comparison with that file. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

import type { Plan, PlannedArm } from '@assay/core'

/** Returns a plan as text, one request a line: a change shows as the lines of the jobs it concerns. */
export function goldenPlan({ experiment, stages, steps, deferred }: Plan): string {
  const list = (items: readonly unknown[]): string => items.map((item) => `  ${JSON.stringify(item)}`).join(',\n')
  const described = stages.map((stage) => ({
    ...stage,
    variants: stage.variants.map(({ model: _, ...variant }) => variant),
    ...(stage.arms === undefined ? {} : { arms: stage.arms.map(describeArm) }),
  }))
  const waiting = deferred.length === 0 ? '' : `,\n"deferred": [\n${list(deferred)}\n]`
  return `{"experiment": ${JSON.stringify(experiment)},\n"stages": [\n${list(described)}\n],\n"steps": [\n${list(steps)}\n]${waiting}}\n`
}

function describeArm({ definitions, ...arm }: PlannedArm): object {
  return { ...arm, definitions: definitions.map(({ model: _, ...definition }) => definition) }
}

/** Expects a plan to equal its golden file; with UPDATE_GOLDEN it writes the file first. */
export function expectGolden(plan: Plan, path: string): void {
  const planned = goldenPlan(plan)
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, planned)
  }
  expect(planned).toBe(existsSync(path) ? readFileSync(path, 'utf8') : `no golden file "${path}"`)
}
