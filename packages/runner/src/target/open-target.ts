/** A target → the services behind it. The AWS SDK is loaded here, not before. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import type { Settings } from '../process/arguments.js'
import type { SageMaker } from '../sagemaker/resources/sagemaker.js'
import { stateFolder } from './state-folder.js'
import { bucketOf, type Storage } from '../sagemaker/storage/storage.js'
import type { Target } from './target.js'

/** The services of a target; `close` them at the end. */
export interface Services {
  readonly sagemaker: SageMaker
  readonly storage: Storage
  /** The shortest pause between two looks at running jobs, in milliseconds. */
  readonly pollInterval: number
  readonly close: () => void
}

/** Opens a target's services. The local target attaches to the running endpoint of the folder, or starts it. */
export async function openTarget(target: Target, workingFolder: string): Promise<Services> {
  return target.name === 'local' ? openLocal(target, workingFolder) : openAws(target)
}

async function openLocal({ region, nativeFolder }: Target, workingFolder: string): Promise<Services> {
  const [{ attach }, { openSageMaker }, { folderStorage }] = await Promise.all([
    import('./local.js'),
    import('../sagemaker/resources/sagemaker.js'),
    import('../sagemaker/storage/folder.js'),
  ])
  const folder = stateFolder(workingFolder)
  const reattach = (): Promise<string> => attach(folder, nativeFolder)
  const sagemaker = openSageMaker({ region, endpoint: await reattach(), reattach })
  return { sagemaker, storage: folderStorage(folder.s3), pollInterval: 250, close: sagemaker.close }
}

async function openAws({ region }: Target): Promise<Services> {
  const [{ openSageMaker }, { s3Storage }] = await Promise.all([
    import('../sagemaker/resources/sagemaker.js'),
    import('../sagemaker/storage/s3.js'),
  ])
  const sagemaker = openSageMaker({ region })
  return { sagemaker, storage: s3Storage({ region }), pollInterval: 5000, close: sagemaker.close }
}

/**
 * Opens the object store of an S3 URI: S3, or on the local target the store of its endpoint, for a bucket that it has.
 * Jobs read from there too, except local jobs with data on AWS: those get fetched copies.
 */
export async function objectsOf(
  uri: string,
  { name, region }: Target,
  { workingFolder, aws }: Pick<Settings, 'workingFolder' | 'aws'>,
): Promise<{ readonly storage: Storage; readonly isWhereJobsRead: boolean }> {
  const folder = stateFolder(workingFolder)
  if (name === 'local' && existsSync(join(folder.s3, bucketOf(uri)))) {
    const { folderStorage } = await import('../sagemaker/storage/folder.js')
    return { storage: folderStorage(folder.s3), isWhereJobsRead: true }
  }
  const { s3Storage } = await import('../sagemaker/storage/s3.js')
  const storage = s3Storage({ region: name === 'aws' ? region : (aws.region ?? region) })
  return { storage, isWhereJobsRead: name === 'aws' }
}
