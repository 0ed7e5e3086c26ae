/** Words as a shell reads them. */

/** Returns a word that a POSIX shell reads as this very text. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
