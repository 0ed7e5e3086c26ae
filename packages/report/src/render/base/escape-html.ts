/** Text as HTML shows it. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters, which neither HTML nor XML may hold. */
export const controls = /[^\P{Cc}\t\n\r]/gu

/** Returns text that is neither markup nor the end of an attribute, whatever it holds. */
export function escapeHtml(text: string): string {
  return text.replace(controls, '').replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
