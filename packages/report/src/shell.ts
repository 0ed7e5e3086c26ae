/** Quotes words for a POSIX shell. */

/** Returns the text, quoted if a POSIX shell would read it as anything else. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
