import { readSettings } from '../process/arguments.js'
import { chooseTarget } from './target.js'

const settings = (environment: Record<string, string>) => readSettings({}, environment, '/w')

describe('chooseTarget', () => {
  it('needs nothing for the local target', () => {
    expect(chooseTarget(settings({}))).toMatchObject({ name: 'local', bucket: 'assay-local' })
  })

  it('names the family of backends, which is part of the identity of a job', () => {
    expect(chooseTarget(settings({ ASSAY_BACKEND: 'wasm' })).description).toBe(
      'Target: local (/w/.assay), backend: wasm',
    )
    expect(chooseTarget(settings({ ASSAY_BACKEND: 'tensorflow' }))).toMatchObject({
      backend: 'tensorflow',
      description: 'Target: local (/w/.assay), backend: tensorflow',
    })
  })

  it('names all missing settings for AWS at once', () => {
    expect(() => chooseTarget(settings({ ASSAY_TARGET: 'aws', ASSAY_BUCKET: 'b' }))).toThrow(
      'The target "aws" also needs "aws.role" (or --role, or ASSAY_ROLE); "aws.image" (or --image, or ASSAY_IMAGE); "aws.region" (or --region, or AWS_REGION).',
    )
  })

  it('lets the environment win over the file', () => {
    const file = { role: 'r', image: 'i', bucket: 'b', region: 'eu-west-1' }
    expect(chooseTarget(settings({ ASSAY_TARGET: 'aws', ASSAY_BUCKET: 'other' }), file)).toEqual({
      name: 'aws',
      description: 'Target: aws (eu-west-1, s3://other), backend: wasm',
      role: 'r',
      image: 'i',
      bucket: 'other',
      region: 'eu-west-1',
      backend: 'wasm',
    })
  })
})
