import { s3Path } from './layout.js'
import { parseS3Uri } from './s3-uri.js'

describe('s3Path', () => {
  it.each([
    ['s3://bucket/a/b', '/root/s3/bucket/a/b'],
    ['s3://bucket/a//b/', '/root/s3/bucket/a/b'],
    ['s3://bucket', '/root/s3/bucket'],
    ['s3://my.bucket-1/~/...', '/root/s3/my.bucket-1/~/...'],
    ['s3://bucket/C:\\x', '/root/s3/bucket/C:\\x'],
  ])('puts %s at %s', (uri, path) => {
    expect(s3Path('/root', uri)).toBe(path)
  })

  it.each([
    's3://bucket/..',
    's3://bucket/a/../b',
    's3://bucket/./a',
    's3://../a',
    's3://./a',
    's3://a..b/c',
    's3:///a',
    's3://',
    'https://bucket/a',
    'bucket/a',
    's3://Bucket/a',
    's3://-b/a',
    's3://bucket/a\0b',
    `s3://${'b'.repeat(64)}/a`,
    's3://b\\..\\c/x',
  ])('refuses %j', (uri) => {
    expect(parseS3Uri(uri)).toHaveProperty('problem', expect.stringContaining(JSON.stringify(uri).slice(1, 4)))
    expect(() => s3Path('/root', uri)).toThrow('is not an S3 URI that can be used')
  })
})
