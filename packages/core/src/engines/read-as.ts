/** How the engine reads a hyperparameter, which decides between an integer range and a continuous one. */

import type { Catalogue } from '../model/catalogue.js'
import { isExpression, namesIn } from '../language/expression.js'
import type { DataSpec, LayerTemplate } from '../contract/training-spec.js'
import { trainerRow } from '../contract/trainer-hyperparameters.js'

/** `any`: only as part of an expression for a whole number, or in a condition. */
export type ReadAs = 'integer' | 'number' | 'any'

/** Returns how the trainer, the data or some layer reads a hyperparameter. */
export function readAs(
  name: string,
  template: readonly LayerTemplate[],
  data: Pick<DataSpec, 'fraction'>,
  { layerTypes }: Pick<Catalogue, 'layerTypes'>,
): ReadAs {
  const trainer = trainerRow(name)
  if (trainer !== undefined) return trainer.type === 'integer' ? 'integer' : 'number'
  const found = new Set<ReadAs>()
  if (typeof data.fraction === 'string' && names(data.fraction).includes(name)) found.add('number')
  for (const layer of template) collect(name, layer, layerTypes, found)
  return (['integer', 'any', 'number'] as const).find((one) => found.has(one)) ?? 'any'
}

function collect(
  name: string,
  { type, args }: LayerTemplate,
  types: Catalogue['layerTypes'],
  found: Set<ReadAs>,
): void {
  const rules = types.get(type)?.arguments ?? {}
  for (const [argument, value] of Object.entries(args)) {
    const rule = rules[argument]?.type
    if (rule === 'layers' || rule === 'branches') {
      for (const layer of [value].flat(2) as LayerTemplate[]) collect(name, layer, types, found)
    } else for (const text of texts(value)) if (names(text).includes(name)) found.add(oneOf(name, text, rule))
  }
}

function oneOf(name: string, text: string, rule: string | undefined): ReadAs {
  if (rule === 'number' || rule === 'numbers') return 'number'
  const isWhole = rule === 'integer' || rule === 'size'
  return isWhole && text.trim() === `$${name}` ? 'integer' : 'any'
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

function names(text: string): readonly string[] {
  return isExpression(text) ? namesIn(text) : []
}
