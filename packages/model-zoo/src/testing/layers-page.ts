/** Writes the page `docs/layers.md` from the vocabulary and the architectures. */

import { readFileSync } from 'node:fs'

import type { Architecture, ArgumentRule, LayerType } from '@assay/core'

import { catalogue } from '../catalogue.js'
import { activations, initializers } from '../definition/shared-arguments.js'

const page = new URL('../../../../docs/layers.md', import.meta.url)

/** Returns the page in the repository. */
export function committedPage(): string {
  return readFileSync(page, 'utf8')
}

/** Returns the page that the vocabulary gives. */
export function layersPage(): string {
  const { architectures, layerTypes, notAvailableYet } = catalogue()
  const missing = notAvailableYet?.layerTypes.map((name) => `\`${name}\``).join(', ') ?? ''
  return [
    '# Layers and architectures',
    'Written by `npm run docs -w packages/model-zoo` from the vocabulary; a test keeps it current.',
    "Names and arguments are Keras's. Any argument but nested layers may be an expression such as `$filters * 2`.",
    '## Architectures',
    'Each stands in `packages/model-zoo/architectures`, with its paper and its number of parameters.',
    table(
      ['architecture', 'what it is', 'hyperparameters and their defaults'],
      [...architectures.values()].map(architectureRow),
    ),
    '## Layers',
    table(['layer', 'arguments'], [...layerTypes.values()].map(layerRow)),
    `Activations: ${activations.map((name) => `\`${name}\``).join(', ')}.`,
    `Initializers: ${initializers.map((name) => `\`${name}\``).join(', ')}.`,
    '## Not available yet',
    `${missing}.`,
  ]
    .join('\n\n')
    .concat('\n')
}

function architectureRow({ name, summary, hyperparameters }: Architecture): string[] {
  const defaults = Object.entries(hyperparameters).map(([key, value]) => `\`${key}: ${String(value)}\``)
  return [`\`${name}\``, summary, defaults.join(', ')]
}

function layerRow({ name, arguments: rules }: LayerType): string[] {
  const described = Object.entries(rules).map(([argument, rule]) => `\`${argument}\` ${describe(rule)}`)
  return [`\`${name}\``, described.length === 0 ? 'none' : described.join('<br>')]
}

function describe(rule: ArgumentRule): string {
  const rest = rule.required
    ? ', required'
    : rule.default === undefined
      ? ''
      : `, default \`${JSON.stringify(rule.default)}\``
  return `(${kind(rule)}${range(rule)}${rest})`
}

function kind({ type, values }: ArgumentRule): string {
  switch (type) {
    case 'size':
      return 'whole number, or a list of them'
    case 'integer':
      return 'whole number'
    case 'boolean':
      return 'true or false'
    case 'layers':
      return 'list of layers'
    case 'branches':
      return 'list of lists of layers'
    case 'numbers':
      return `map of ${(values ?? []).join(', ')}`
    case 'string':
      if (values === activations) return 'activation'
      if (values === initializers) return 'initializer'
      return values?.join(' · ') ?? 'text'
    default:
      return type
  }
}

function range({ minimum, maximum }: ArgumentRule): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`
  if (minimum !== undefined) return ` ≥ ${minimum}`
  return maximum === undefined ? '' : ` ≤ ${maximum}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
