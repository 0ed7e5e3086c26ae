/** The page's only script: column heads become buttons that sort. */

/** Without the script, tables keep the order in which they were written: best first. */
export const pageScript = `
for (const table of document.querySelectorAll('table')) {
  const body = table.tBodies[0]
  table.querySelectorAll('th').forEach((head, column) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending'
      table.querySelectorAll('th').forEach((other) => other.removeAttribute('aria-sort'))
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      const key = (row) => row.cells[column].dataset.sort
      const compare = (a, b) => {
        const [x, y] = [key(a), key(b)]
        if (x !== undefined && y !== undefined) return (x - y) * (down ? -1 : 1)
        if (x !== undefined || y !== undefined) return x === undefined ? 1 : -1
        return a.cells[column].textContent.localeCompare(b.cells[column].textContent) * (down ? -1 : 1)
      }
      body.append(...[...body.rows].sort(compare))
    })
  })
}
`

/** The page's Content-Security-Policy allows this script alone. A test keeps the two together. */
export const pageScriptHash = 'sha256-ZVb7OciAqREVwLJALQxD3WIT1KuCdFPCxyW1Pv9dPj4='
