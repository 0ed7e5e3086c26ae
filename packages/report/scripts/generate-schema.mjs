// The JSON Schema of a report, from its types: written to schemas/report.schema.json, or printed with --print.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { createGenerator } from 'ts-json-schema-generator'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Where the schema lies. */
const schemaPath = at('../../../schemas/report.schema.json')

/** Returns the schema's text as the types have it now. */
function reportSchema() {
  const schema = createGenerator({
    path: at('../src/report/report.ts'),
    tsconfig: at('../tsconfig.json'),
    type: 'Report',
    skipTypeCheck: true,
    additionalProperties: false,
    topRef: false,
  }).createSchema('Report')
  return `${JSON.stringify({ title: 'assay report', ...schema }, undefined, 2)}\n`
}

if (process.argv.includes('--print')) process.stdout.write(reportSchema())
else writeFileSync(schemaPath, reportSchema())
