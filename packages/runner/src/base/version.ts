/** This package's version. */

import { readFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

/** The version of assay, as `assay --version` prints it. */
export const version = manifest.version
