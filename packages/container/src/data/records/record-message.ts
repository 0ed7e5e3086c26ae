/** Messages in records: `tf.train.Example` in TFRecord files, SageMaker's `Record` in RecordIO files. */

import protobuf from 'protobufjs'

import type { Framing } from './record-file.js'

/** A feature: numbers with their type, or texts and images as bytes. */
export interface Feature {
  readonly type: 'float' | 'integer' | 'bytes'
  readonly numbers: ArrayLike<number>
  readonly bytes: readonly Uint8Array[]
}

/** A record's features by name. SageMaker's labels are features whose names begin with `label:`. */
export type Features = ReadonlyMap<string, Feature>

/** Returns a record's features. @throws Error if the bytes are not such a message. */
export function decodeRecord(bytes: Uint8Array, framing: Framing): Features {
  return framing === 'tfrecord' ? decodeExample(bytes) : decodeSagemaker(bytes)
}

/** The name of the label in files of SageMaker's own writer. */
export const sagemakerLabel = 'label:values'

// https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/example/feature.proto, and the messages that
// sagemaker.amazon.record_pb2 of the SageMaker Python SDK describes.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message BytesList { repeated bytes value = 1; }
  message FloatList { repeated float value = 1 [packed = true]; }
  message Int64List { repeated int64 value = 1 [packed = true]; }
  message Feature { oneof kind { BytesList bytes_list = 1; FloatList float_list = 2; Int64List int64_list = 3; } }
  message Features { map<string, Feature> feature = 1; }
  message Example { Features features = 1; }

  message Float32Tensor { repeated float values = 1; repeated uint64 keys = 2; repeated uint64 shape = 3; }
  message Float64Tensor { repeated double values = 1; repeated uint64 keys = 2; repeated uint64 shape = 3; }
  message Int32Tensor { repeated int32 values = 1; repeated uint64 keys = 2; repeated uint64 shape = 3; }
  message Bytes { repeated bytes value = 1; string content_type = 2; }
  message Value {
    oneof value { Float32Tensor float32_tensor = 2; Float64Tensor float64_tensor = 3; Int32Tensor int32_tensor = 7; Bytes bytes = 9; }
  }
  message Record { map<string, Value> features = 1; map<string, Value> label = 2; }
`)
const [example, record] = [root.lookupType('Example'), root.lookupType('Record')]

interface Example {
  readonly features?: { readonly feature?: Readonly<Record<string, ExampleFeature>> }
}

interface ExampleFeature {
  readonly bytesList?: { readonly value?: readonly Uint8Array[] }
  readonly floatList?: { readonly value?: readonly number[] }
  readonly int64List?: { readonly value?: readonly number[] }
}

function decodeExample(bytes: Uint8Array): Features {
  const { features } = example.toObject(example.decode(bytes), { longs: Number }) as Example
  const pairs = Object.entries(features?.feature ?? {}).map(([name, feature]): [string, Feature] => {
    if (feature.floatList) return [name, { type: 'float', numbers: feature.floatList.value ?? [], bytes: [] }]
    if (feature.int64List) return [name, { type: 'integer', numbers: feature.int64List.value ?? [], bytes: [] }]
    return [name, { type: 'bytes', numbers: [], bytes: feature.bytesList?.value ?? [] }]
  })
  return new Map(pairs)
}

interface Tensor {
  readonly values?: readonly number[]
  /** The indexes of a sparse tensor's values. */
  readonly keys?: readonly number[]
  readonly shape?: readonly number[]
}

interface Value {
  readonly float32Tensor?: Tensor
  readonly float64Tensor?: Tensor
  readonly int32Tensor?: Tensor
  readonly bytes?: { readonly value?: readonly Uint8Array[] }
}

function decodeSagemaker(bytes: Uint8Array): Features {
  const decoded = record.toObject(record.decode(bytes), { longs: Number }) as Readonly<
    Partial<Record<'features' | 'label', Readonly<Record<string, Value>>>>
  >
  const read = (values: Readonly<Record<string, Value>> = {}, prefix = ''): [string, Feature][] =>
    Object.entries(values).map(([name, value]) => [prefix + name, featureOf(value)])
  return new Map([...read(decoded.features), ...read(decoded.label, 'label:')])
}

function featureOf({ float32Tensor, float64Tensor, int32Tensor, bytes }: Value): Feature {
  if (bytes) return { type: 'bytes', numbers: [], bytes: bytes.value ?? [] }
  const tensor = float32Tensor ?? float64Tensor ?? int32Tensor ?? {}
  return { type: int32Tensor ? 'integer' : 'float', numbers: dense(tensor), bytes: [] }
}

/** Expands a sparse tensor, which has keys, and its length as its shape. */
function dense({ values = [], keys = [], shape = [] }: Tensor): ArrayLike<number> {
  if (shape.length === 0 && keys.length === 0) return values
  const size = shape.reduce((product, each) => product * each, 1)
  if (keys.length === 0 && values.length === size) return values
  if (values.length !== keys.length || keys.some((key) => key >= size)) {
    throw new RangeError(`A sparse tensor of ${size} has ${values.length} values and ${keys.length} keys.`)
  }
  const numbers = new Float64Array(size)
  keys.forEach((key, index) => (numbers[key] = values[index]))
  return numbers
}
