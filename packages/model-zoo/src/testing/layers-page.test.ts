import { committedPage, layersPage } from './layers-page.js'

describe('docs/layers.md', () => {
  it('matches the vocabulary; "npm run docs -w packages/model-zoo" rewrites it', () => {
    expect(committedPage()).toBe(layersPage())
  })
})
