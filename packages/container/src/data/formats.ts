import type { DataFormat } from '@assay/core'

/** The formats that can be read. */
export const dataFormats: readonly DataFormat[] = [
  'idx',
  'cifar10',
  'image-folder',
  'text-folder',
  'csv',
  'tfrecord',
  'recordio-protobuf',
]
