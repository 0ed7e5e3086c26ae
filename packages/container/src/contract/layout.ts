/**
 * Every path of the SageMaker container contract, below one root that `SAGEMAKER_BASE_DIR` moves.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
 */

import { join } from 'node:path'

/** Paths of a job's files and folders. */
export interface Layout {
  readonly hyperparameters: string
  readonly inputDataConfig: string
  readonly resourceConfig: string
  /** Returns the folder of a channel's files. */
  readonly channel: (name: string) => string
  /** SageMaker keeps this folder if the job is interrupted. */
  readonly checkpoints: string
  readonly model: string
  readonly outputData: string
  readonly failure: string
}

/**
 * Returns the paths below a root; on SageMaker it is `/opt/ml`. The jobs of a tuning job share a checkpoint folder in S3,
 * so each has a folder of its own name in it.
 */
export function layout(root: string, jobName = ''): Layout {
  const config = join(root, 'input/config')
  return {
    hyperparameters: join(config, 'hyperparameters.json'),
    inputDataConfig: join(config, 'inputdataconfig.json'),
    resourceConfig: join(config, 'resourceconfig.json'),
    channel: (name) => join(root, 'input/data', name),
    checkpoints: join(root, 'checkpoints', jobName),
    model: join(root, 'model'),
    outputData: join(root, 'output/data'),
    failure: join(root, 'output/failure'),
  }
}
