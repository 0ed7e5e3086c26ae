/** "Images" are commands: what `docker run image train` would start, by the image's URI. */
import { readFileSync } from 'node:fs'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { isObject } from '../protocol/wire-types.js'

/** The command of an image; `train` is added to it, as Docker would pass it to the entry point. */
export interface ImageCommand {
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Commands by image URI. */
export type Images = Readonly<Record<string, ImageCommand>>

/** Where a folder keeps its images. */
export const imagesFile = (folder: string) => join(folder, 'images.json')

/** Reads a folder's images; called at each job's start, so a standing endpoint learns of new ones. */
export function readImages(folder: string): Images {
  const file = imagesFile(folder)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return {}
  }
  const images = parse(text, file)
  for (const [image, entry] of Object.entries(images)) {
    if (!isImageCommand(entry))
      throw new Error(`Image "${image}" in "${file}" needs a "command": a list of at least one text.`)
  }
  return images as Images
}

/** Adds images to a folder's list, for an endpoint that runs already or will. */
export function registerImages(folder: string, images: Images): void {
  mkdirSync(folder, { recursive: true })
  const file = imagesFile(folder)
  const before = readImages(folder)
  const after = { ...before, ...images }
  if (JSON.stringify(before) === JSON.stringify(after)) return
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify(after, undefined, 2)}\n`)
  renameSync(temporary, file)
}

function parse(text: string, file: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown
    if (isObject(value)) return value
  } catch (error) {
    throw new Error(`"${file}" is not JSON: ${(error as Error).message}.`, { cause: error })
  }
  throw new Error(`"${file}" must be an object of image URIs.`)
}

function isImageCommand(entry: unknown): entry is ImageCommand {
  if (!isObject(entry)) return false
  const { command } = entry
  return Array.isArray(command) && command.length > 0 && command.every((part) => typeof part === 'string')
}
