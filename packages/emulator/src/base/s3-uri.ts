/** `s3://bucket/key`, read once and in one way, so that no name can lead out of the folder that is S3 here. */

/** A place in S3, or what is wrong with its name. */
export type S3Location =
  | { readonly bucket: string; readonly segments: readonly string[]; readonly isFolder: boolean }
  | { readonly problem: string }

const bucketName = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/

/** Splits an S3 URI into its bucket and the segments of its key. */
export function parseS3Uri(uri: string): S3Location {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? []
  if (!bucketName.test(bucket) || bucket.length > 63 || bucket.includes('..'))
    return {
      problem: `"${uri}" is not an S3 URI that can be used: expected "s3://bucket/key" with a valid bucket name.`,
    }
  const segments = key.split('/').filter((segment) => segment !== '')
  if (segments.some((segment) => segment === '.' || segment === '..' || segment.includes('\0')))
    return { problem: `"${uri}" is not an S3 URI that can be used: a key may not have "." or ".." as a segment.` }
  return { bucket, segments, isFolder: key === '' || key.endsWith('/') }
}
