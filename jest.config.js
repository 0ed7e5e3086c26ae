import { mkdirSync } from 'node:fs'

// One configuration for every package; each runs it with its own folder as rootDir.
// Each package's results are left here for scripts/count-tests.js.
mkdirSync(new URL('test-results/', import.meta.url), { recursive: true })

export default {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@assay/source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  // Real processes on a busy machine: a test that hangs is still told.
  testTimeout: 30_000,
  passWithNoTests: true,
}
