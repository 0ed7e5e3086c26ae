/**
 * Every path of the SageMaker container contract, below one root that `SAGEMAKER_BASE_DIR` moves.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
 */

import { join } from 'node:path'

/** Where things are. */
export interface Layout {
  readonly hyperparameters: string
  readonly inputDataConfig: string
  readonly resourceConfig: string
  /** The folder of one channel's files. */
  readonly channel: (name: string) => string
  /** What is kept over interruptions. */
  readonly checkpoints: string
  readonly model: string
  readonly outputData: string
  readonly failure: string
}

/**
 * Returns the paths below a root; on SageMaker it is `/opt/ml`. The jobs of a tuning job share their checkpoint folder in
 * S3, so that each has one of its name in it.
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
