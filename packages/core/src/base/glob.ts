/** Globs over names, as edits and `init_weights` write them. */

/** Returns the pattern of a glob: `*` is any run of characters, `?` one. */
export function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${escaped}$`)
}
