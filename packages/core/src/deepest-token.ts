/** How deep a file nests, found before anything recursive reads it: hostile text must not overflow the stack. */

import type { CST } from 'yaml'

/** Returns the offset of the first collection that stands in more than `limit` others, or undefined. */
export function deepestToken(tokens: readonly CST.Token[], limit: number): number | undefined {
  const pending: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next
    if (depth > limit) return token.offset
    if (token.type === 'document') {
      if (token.value) pending.push({ token: token.value, depth })
    } else if ('items' in token) {
      for (const item of token.items) {
        if (item.key) pending.push({ token: item.key, depth: depth + 1 })
        if (item.value) pending.push({ token: item.value, depth: depth + 1 })
      }
    }
  }
  return undefined
}
