/** Every path below an endpoint's folder, and below the sandbox of a job, in one place. */
import { join } from 'node:path'

import { parseS3Uri } from './s3-uri.js'

/** Where the log of a job is. */
export const logFile = (folder: string, job: string) => join(folder, 'logs', `${job}.log`)

/** The folder that is /opt/ml for a job. */
export const sandboxFolder = (folder: string, job: string) => join(folder, 'jobs', job)

/** The address of the running endpoint. */
export const endpointFile = (folder: string) => join(folder, 'endpoint.json')

/** Where a standing endpoint's own output goes. */
export const endpointLog = (folder: string) => join(folder, 'endpoint.log')

/** Returns the path of an S3 URI: `<folder>/s3/<bucket>/<key>`. Throws if the URI could lead out of it. */
export function s3Path(folder: string, uri: string): string {
  const location = parseS3Uri(uri)
  if ('problem' in location) throw new Error(location.problem)
  return join(folder, 's3', location.bucket, ...location.segments)
}

/** The parts of a sandbox, named as the SageMaker container contract names them. */
export function containerLayout(base: string) {
  return {
    base,
    config: join(base, 'input', 'config'),
    data: join(base, 'input', 'data'),
    model: join(base, 'model'),
    output: join(base, 'output'),
    outputData: join(base, 'output', 'data'),
    failure: join(base, 'output', 'failure'),
  }
}
