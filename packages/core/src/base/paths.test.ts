import { folderOf, joinPath, relativePath } from './paths.js'

describe('paths', () => {
  it.each([
    ['a/b.yaml', 'a'],
    ['b.yaml', ''],
    ['/b.yaml', '/'],
    ['../a/b/c.yaml', '../a/b'],
  ])('finds the folder of %s', (file, folder) => {
    expect(folderOf(file)).toBe(folder)
  })

  it.each([
    ['', 'a.yaml', 'a.yaml'],
    ['x', './a.yaml', 'x/a.yaml'],
    ['x/y', '../a.yaml', 'x/a.yaml'],
    ['x', '../../a.yaml', '../a.yaml'],
    ['../x', '../a.yaml', '../a.yaml'],
    ['x', '/a/../b.yaml', '/b.yaml'],
    ['/x', '../../a.yaml', '/a.yaml'],
    ['x', 'y//z', 'x/y/z'],
  ])('joins %j and %s to %s', (folder, path, joined) => {
    expect(joinPath(folder, path)).toBe(joined)
  })

  it.each([
    ['', 'a/b', './a/b'],
    ['a', 'a/b', './b'],
    ['a/c', 'a/b', '../b'],
    ['a', '../b', '../../b'],
    ['a', '/b', '/b'],
  ])('leads from %j to %s by %s', (folder, path, relative) => {
    expect(relativePath(folder, path)).toBe(relative)
    if (!path.startsWith('/')) expect(joinPath(folder, relative)).toBe(path)
  })
})
