/** A target → the services behind it. The AWS SDK is loaded here, not before. */

import { join } from 'node:path'

import type { SageMaker } from './sagemaker.js'
import { stateFolder } from './state-folder.js'
import type { Storage } from './storage/storage.js'
import type { Target } from './target.js'

/** The services that a target stands for; `close` at the end. */
export interface Services {
  readonly sagemaker: SageMaker
  readonly storage: Storage
  /** The shortest pause between two looks at running jobs, in milliseconds. */
  readonly pollInterval: number
  readonly close: () => void
}

/** Opens a target's services. The local one attaches to the standing endpoint of the folder, or starts it. */
export async function openTarget(target: Target, workingFolder: string): Promise<Services> {
  return target.name === 'local' ? openLocal(target, workingFolder) : openAws(target)
}

async function openLocal({ region, nativeFolder }: Target, workingFolder: string): Promise<Services> {
  const [{ attach }, { openSageMaker }, { folderStorage }] = await Promise.all([
    import('./local.js'),
    import('./sagemaker.js'),
    import('./storage/folder.js'),
  ])
  const folder = stateFolder(workingFolder)
  const reattach = (): Promise<string> => attach(folder, nativeFolder)
  const sagemaker = openSageMaker({ region, endpoint: await reattach(), reattach })
  return { sagemaker, storage: folderStorage(folder.s3), pollInterval: 250, close: sagemaker.close }
}

async function openAws({ region }: Target): Promise<Services> {
  const [{ openSageMaker }, { s3Storage }] = await Promise.all([import('./sagemaker.js'), import('./storage/s3.js')])
  const sagemaker = openSageMaker({ region })
  return { sagemaker, storage: s3Storage({ region }), pollInterval: 5000, close: sagemaker.close }
}

/** Where the local target keeps a job's log. */
export function localLog(jobName: string, workingFolder: string): string {
  return join(stateFolder(workingFolder).log(jobName))
}
