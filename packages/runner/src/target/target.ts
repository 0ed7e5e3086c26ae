/** Local or AWS: the settings that place a job, and their validation. */

import type { AwsPlace, Settings } from '../process/arguments.js'
import { backendFamily, findNative } from './backend.js'
import { UserError } from '../base/failure.js'
import { version } from '../base/version.js'

/** The place where jobs run. */
export interface Target {
  readonly name: 'local' | 'aws'
  /** The line that `plan` and `run` begin with. */
  readonly description: string
  readonly role: string
  readonly image: string
  readonly bucket: string
  readonly region: string
  readonly backend: 'wasm' | 'tensorflow'
  /** The folder where local jobs find the native backend. */
  readonly nativeFolder?: string
}

/** The image by which local jobs know our own trainer. */
export const trainerImage = `assay/trainer:${version}`

/** Returns the target. Flags and environment win over the file's `aws:`; all that is missing is named at once. */
export function chooseTarget(settings: Settings, file: AwsPlace = {}): Target {
  return settings.target === 'local'
    ? localTarget(settings)
    : awsTarget({ ...file, ...settings.aws }, backendFamily(settings))
}

function localTarget(settings: Settings): Target {
  const backend = backendFamily(settings)
  const native = findNative(settings)
  return {
    name: 'local',
    description: `Target: local (${settings.workingFolder}/.assay), backend: ${backend}`,
    role: 'arn:aws:iam::000000000000:role/assay-local',
    image: trainerImage,
    bucket: 'assay-local',
    region: 'us-east-1',
    backend,
    ...(native && { nativeFolder: native.folder }),
  }
}

const ways = {
  role: ['--role', 'ASSAY_ROLE'],
  image: ['--image', 'ASSAY_IMAGE'],
  bucket: ['--bucket', 'ASSAY_BUCKET'],
  region: ['--region', 'AWS_REGION'],
} as const

function awsTarget(place: AwsPlace, backend: Target['backend']): Target {
  const { role, image, bucket, region } = place
  if (role === undefined || image === undefined || bucket === undefined || region === undefined) {
    const missing = (Object.keys(ways) as (keyof typeof ways)[])
      .filter((name) => place[name] === undefined)
      .map((name) => `"aws.${name}" (or ${ways[name].join(', or ')})`)
    throw new UserError('missing-for-aws', `The target "aws" also needs ${missing.join('; ')}.`)
  }
  return {
    name: 'aws',
    description: `Target: aws (${region}, s3://${bucket}), backend: ${backend}`,
    role,
    image,
    bucket,
    region,
    backend,
  }
}
