/** Paths with slashes, as experiment files write them. Nothing here looks at a disk. */

/** Returns the folder of a file: `a/b.yaml` → `a`, `b.yaml` → ``. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/')
  return slash === 0 ? '/' : file.slice(0, Math.max(slash, 0))
}

/** Returns `path` as seen from where `folder` is named, without `.` and, if possible, without `..`. */
export function joinPath(folder: string, path: string): string {
  const whole = path.startsWith('/') || folder === '' ? path : `${folder}/${path}`
  const parts: string[] = []
  for (const part of whole.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !whole.startsWith('/')) parts.push(part)
  }
  return (whole.startsWith('/') ? '/' : '') + parts.join('/')
}

/** Returns the path that leads from `folder` to `path`; it begins with `../` or `../../`, so that it reads as a path. */
export function relativePath(folder: string, path: string): string {
  if (path.startsWith('/')) return path
  const [from, to] = [joinPath('', folder), joinPath('', path)].map((one) => one.split('/').filter(Boolean))
  if (!from || !to) return path
  let shared = 0
  while (shared < from.length && from[shared] === to[shared] && from[shared] !== undefined) shared++
  const up = from.slice(shared).map(() => '..')
  const whole = [...up, ...to.slice(shared)].join('/')
  return up.length > 0 ? whole : `./${whole}`
}
