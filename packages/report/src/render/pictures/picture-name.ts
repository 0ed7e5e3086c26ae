/** How pictures are called. */

/**
 * Returns a picture's path beside the report: `pictures/leaderboard.svg`, `pictures/differences-changes.svg`. Of a stage's
 * name slugs are kept; all else becomes a hyphen.
 */
export function pictureName(kind: string, ref?: string): string {
  const of = ref === undefined ? '' : `-${ref.replace(/[^A-Za-z0-9]+/g, '-')}`
  return `pictures/${kind}${of}.svg`
}
