/** The command and the environment of a job, from its image and its request. */
import { ClientError } from './failure.js'
import { imagesFile, readImages } from './images.js'
import type { ImageCommand, Images } from './images.js'

/** The variables that a job's process inherits from the endpoint: none that could be a secret. */
const inherited = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'],
  // How many threads TensorFlow takes, for jobs side by side.
  ...['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS'],
]

/** A container, as a request describes it. */
export interface Container {
  readonly image: string
  /** Instead of the image's own. */
  readonly entrypoint?: readonly string[]
  readonly arguments?: readonly string[]
  /** Added to the image's command if a request gives neither entrypoint nor arguments: `train`. */
  readonly word: string
  readonly environment: Readonly<Record<string, string>>
}

export interface ResolvedCommand {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

export interface CommandContext {
  readonly folder: string
  readonly images: Images
  readonly region: string
}

/** Returns the command of a container in a sandbox. Throws ClientError for an image that nobody has registered. */
export function commandOf(container: Container, sandbox: string, context: CommandContext): ResolvedCommand {
  const { entrypoint, arguments: given, word } = container
  const image = imageOf(container.image, context)
  return {
    command: [...(entrypoint ?? image.command), ...(given ?? (entrypoint ? [] : [word]))],
    environment: {
      ...inheritedEnvironment(),
      ...image.env,
      ...container.environment,
      AWS_REGION: context.region,
      SAGEMAKER_BASE_DIR: sandbox,
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
