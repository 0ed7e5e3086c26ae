// Lint is architecture: which package may import which, and what a pure package may not touch, are errors here.
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

import { mayImport, rooms } from './rooms.js'

/** Outside things that one file alone, or one folder, may import, in each package. */
const onlyIn = {
  runner: {
    '@aws-sdk/client-sagemaker': 'sagemaker/',
    '@aws-sdk/client-s3': 'sagemaker/storage/s3.ts',
    '@aws-sdk/lib-storage': 'sagemaker/storage/s3.ts',
    '@assay/emulator': 'target/local.ts',
    listr2: 'show/task-list.ts',
    libsql: 'base/file-lock.ts',
    commander: 'main.ts',
  },
  container: { '@tensorflow/tfjs-backend-wasm': 'backends/wasm.ts', sharp: 'data/images/image-folder.ts' },
  emulator: { libsql: 'state/store.ts', hono: 'protocol/server.ts', '@hono/node-server': 'protocol/server.ts' },
  report: { vega: 'render/pictures/plot.ts', 'vega-lite': 'render/pictures/plot.ts' },
}

const roomsOf = (name) => {
  const folders = Object.keys(rooms[name])
  const place = (folder) => `./packages/${name}/src/${folder}`
  const files = (folder) =>
    folders.some((other) => other.startsWith(`${folder}/`)) ? `${place(folder)}/*.ts` : `${place(folder)}/**/*.ts`
  return {
    files: [`packages/${name}/src/**/*.ts`],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: folders.flatMap((folder) => {
            const others = folders.filter((other) => other !== folder && !rooms[name][folder].includes(other))
            return [...others.map(files), `./packages/${name}/src/*.ts`].map((from) => ({
              target: files(folder),
              from,
              message: `${folder} may not import from there: see the rooms in eslint.config.js.`,
            }))
          }),
        },
      ],
    },
  }
}

const ours = Object.keys(mayImport).map((name) => `@assay/${name}`)

const forbidden = (name, file) => [
  ...ours
    .filter((other) => !mayImport[name].includes(other))
    .map((other) => ({ group: [other, `${other}/*`], message: `${name} may not import ${other}.` })),
  ...Object.entries(onlyIn[name] ?? {})
    .filter(([, home]) => home !== file && !(home.endsWith('/') && file?.startsWith(home)))
    .map(([group, home]) => ({
      regex: `^${group}$`,
      message: `Only ${home} imports ${group}.`,
      allowTypeImports: true,
    })),
]

const boundaries = Object.keys(mayImport).flatMap((name) => [
  {
    files: [`packages/${name}/src/**/*.ts`],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: forbidden(name) }] },
  },
  ...[...new Set(Object.values(onlyIn[name] ?? {}))].map((file) => ({
    files: [`packages/${name}/src/${file}${file.endsWith('/') ? '**/*.ts' : ''}`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: forbidden(name, file) }] },
  })),
])

/** Pure: the same input gives the same output, anywhere. Time, randomness, environment, disk come in as arguments. */
const pure = {
  files: ['packages/core/src/**/*.ts', 'packages/report/src/**/*.ts'],
  ignores: ['**/*.test.ts', '**/testing/**'],
  rules: {
    'import-x/no-nodejs-modules': 'error',
    'no-restricted-globals': [
      'error',
      'process',
      'Date',
      'fetch',
      'setTimeout',
      'setInterval',
      'performance',
      'Buffer',
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random' },
      { object: 'globalThis', property: 'process' },
    ],
  },
}

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/*.generated.ts',
      '**/bin/**',
      '**/assembly/**',
      '**/fixtures/**',
      '.venv/**',
      '.venv-keras/**',
      '.venv-hadolint/**',
    ],
  },
  {
    files: ['packages/*/src/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.js'],
          extensionAlias: { '.js': ['.ts', '.js'] },
          conditionNames: ['@assay/source', 'node', 'import', 'default'],
        }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      'max-lines': ['warn', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'List the names by hand: each is a promise to those who import it.',
        },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.test.ts', '**/testing/**/*.ts'],
    rules: { 'max-lines': 'off', '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: ['packages/container/src/**/*.ts', 'packages/model-zoo/src/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  pure,
  ...boundaries,
  ...Object.keys(rooms).map(roomsOf),
)
