import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'

// One configuration for `npm test`, which runs all packages together so that no core waits for the last file of one of
// them, and for `npm test -w packages/NAME`, which runs one with its own folder as rootDir.
// scripts/count-tests.js reads the results that both write here.
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
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/packages/*/src/**/*.test.ts'],
  // Tests wait for processes as often as they compute, so one worker more than cores keeps all of them busy.
  maxWorkers: availableParallelism() + 1,
  testSequencer: new URL('scripts/longest-first.js', import.meta.url).pathname,
  // Long enough for real processes on a busy machine, short enough to report one that hangs.
  testTimeout: 120_000,
  passWithNoTests: true,
}
