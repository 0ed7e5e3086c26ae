/** Kinds of files, by name. */

import { extname } from 'node:path'

const images = new Set(['.png', '.jpg', '.jpeg', '.webp'])

/** Whether a file is an image. */
export function isImage(name: string): boolean {
  return images.has(extname(name).toLowerCase())
}

/** Whether a file is one example of the class that its folder is named after: an image or a text. */
export function isExample(name: string): boolean {
  return isImage(name) || extname(name).toLowerCase() === '.txt'
}

/** Whether a file holds records, TFRecord's or RecordIO's, whole or as a shard. */
export function isRecordFile(name: string): boolean {
  return /\.(tfrecords?|recordio|rec|pbr)(-\d+-of-\d+)?$/i.test(name)
}
