import { committedPage, layersPage } from './layers-page.js'

describe('docs/layers.md', () => {
  it('says what the vocabulary says; "npm run docs -w packages/model-zoo" writes it anew', () => {
    expect(committedPage()).toBe(layersPage())
  })
})
