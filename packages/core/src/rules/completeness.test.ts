import { diagnose, experimentText } from '../testing/diagnose.js'

const noModel = (stage: string): string =>
  `bad-model The stage "${stage}" has no model; write "model: {architecture: …}" or "model: {layers: […]}".`
const noData = (stage: string): string => `bad-data The stage "${stage}" has no data; write "data: mnist", for example.`

describe('completeness', () => {
  it('refuses stages without a model', () => {
    const stages =
      '{a: {}, b: {model: {architecture: mlp}}, c: {of: b}, d: {variants: {e: {model: {architecture: mlp}}}}}'
    expect(diagnose(experimentText({ model: undefined, stages }))).toEqual([`7:10 ${noModel('a')}`])
    expect(diagnose(experimentText({ model: '{edit: {flat: null}}' }))).toEqual([`7:10 ${noModel('a')}`])
  })

  it('refuses stages without data', () => {
    const stages = '{a: {}, b: {data: mnist}, c: {of: b, data: {fraction: 0.5}}}'
    expect(diagnose(experimentText({ data: undefined, stages }))).toEqual([`7:10 ${noData('a')}`])
    expect(diagnose(experimentText({ data: '{fraction: 0.5}' }))).toEqual([`7:10 ${noData('a')}`])
  })

  it('accepts what comes from the variant that a stage starts from', () => {
    const stages = '{a: {variants: {b: {model: {architecture: mlp}}, c: {model: {architecture: vgg}}}}, d: {of: a/b}}'
    expect(diagnose(experimentText({ model: undefined, stages }))).toEqual([])
  })

  it('looks at no more than there is: 2,000 stages in a row', () => {
    const stages = Array.from({ length: 2000 }, (_, index) => `s${index}: {of: s${index + 1}}`).join(', ')
    expect(diagnose(experimentText({ stages: `{${stages}, s2000: {}}` }))).toEqual([])
  })
})
