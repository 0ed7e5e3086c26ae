/** The command and the environment of a job, from its image and its request. */
import type { CreateTrainingJobRequest } from '../resources/training-job/request.js'
import { ClientError } from './failure.js'
import { imagesFile, readImages } from './images.js'
import type { ImageCommand, Images } from './images.js'

/** What the job's process gets of the endpoint's own environment: nothing that could be a secret. */
const inherited = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'],
  // How many threads TensorFlow takes, for jobs side by side.
  ...['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS'],
]

/** What is run, with which variables. */
export interface ResolvedCommand {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** Where commands are looked up, and the identity of the job that goes into its environment. */
export interface CommandContext {
  readonly folder: string
  readonly images: Images
  readonly arn: string
  readonly base: string
  readonly region: string
}

/** Returns the command of a job. Throws ClientError for an image that nobody has registered. */
export function commandOf(request: CreateTrainingJobRequest, context: CommandContext): ResolvedCommand {
  const { TrainingImage, AlgorithmName, ContainerEntrypoint, ContainerArguments } = request.AlgorithmSpecification ?? {
    TrainingInputMode: 'File',
  }
  const image = imageOf(TrainingImage ?? AlgorithmName ?? '', context)
  return {
    command: [
      ...(ContainerEntrypoint ?? image.command),
      ...(ContainerArguments ?? (ContainerEntrypoint ? [] : ['train'])),
    ],
    environment: {
      ...inheritedEnvironment(),
      ...image.env,
      ...request.Environment,
      AWS_REGION: context.region,
      TRAINING_JOB_NAME: request.TrainingJobName,
      TRAINING_JOB_ARN: context.arn,
      SAGEMAKER_BASE_DIR: context.base,
    },
  }
}

function imageOf(uri: string, { folder, images }: CommandContext): ImageCommand {
  const known = { ...readImages(folder), ...images }
  const image = Object.hasOwn(known, uri) ? known[uri] : undefined
  if (image) return image
  const names = Object.keys(known)
  const list = names.length === 0 ? 'none is' : `registered: ${names.map((name) => `"${name}"`).join(', ')}`
  throw new ClientError(
    `Training image "${uri}" is not registered to a command here (${list}). Register it in "${imagesFile(folder)}".`,
  )
}

function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}
