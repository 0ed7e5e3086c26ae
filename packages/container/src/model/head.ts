/** The model's last activation, which a cross-entropy includes. */

import type { ResolvedLayer } from '@assay/core'

/** Returns the layers without `activation` at their end. A model that ends without it already gives logits. */
export function withoutActivation(
  layers: readonly ResolvedLayer[],
  activation: string | undefined,
): readonly ResolvedLayer[] {
  const last = layers.at(-1)
  if (activation === undefined || last === undefined) return layers
  if (last.type === activation || (last.type === 'activation' && last.args['activation'] === activation)) {
    return layers.slice(0, -1)
  }
  if (last.args['activation'] !== activation) return layers
  return [...layers.slice(0, -1), { ...last, args: { ...last.args, activation: 'linear' } }]
}
