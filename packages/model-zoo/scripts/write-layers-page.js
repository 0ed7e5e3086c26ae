/** Writes docs/layers.md from the built vocabulary. */

import { writeFileSync } from 'node:fs'

import { layersPage } from '../dist/testing/layers-page.js'

writeFileSync(new URL('../../../docs/layers.md', import.meta.url), layersPage())
