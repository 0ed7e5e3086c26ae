import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { experimentSchema } from './validate-schema.generated.js'

const core = fileURLToPath(new URL('../..', import.meta.url))
const workspace = join(core, '../..')

describe('the generated schema', () => {
  it('is what experiment.ts says today', () => {
    const folder = mkdtempSync(join(tmpdir(), 'schema-'))
    try {
      execFileSync(process.execPath, [join(core, 'scripts/generate-schema.mjs'), folder])
      for (const file of [
        'schemas/experiment.schema.json',
        'packages/core/src/language/validate-schema.generated.ts',
      ]) {
        expect(readFileSync(join(workspace, file), 'utf8') === readFileSync(join(folder, file), 'utf8')).toBe(true)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('is published as the validator has it', () => {
    expect(JSON.parse(readFileSync(join(workspace, 'schemas/experiment.schema.json'), 'utf8'))).toEqual(
      experimentSchema,
    )
  })

  it('allows no other keys, wherever keys are known', () => {
    const loose = objectsIn(experimentSchema).filter(
      ({ properties, additionalProperties }) => properties !== undefined && additionalProperties !== false,
    )
    expect(loose.map(({ properties }) => Object.keys(properties as object))).toEqual([['id', 'if']]) // a layer's own name
  })
})

/** Every schema in a schema. */
function objectsIn(schema: unknown): Record<string, unknown>[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inside = Object.values(schema).flatMap(objectsIn)
  return Array.isArray(schema) ? inside : [schema as Record<string, unknown>, ...inside]
}
