/**
 * A checkpoint: everything that decides how a training continues after an epoch. It is one file in the safetensors format,
 * which other programs can read, named by its epoch and a checksum of its bytes.
 * @see https://huggingface.co/docs/safetensors
 */

import { createHash } from 'node:crypto'

import type { History } from '@assay/core'

import type { OptimizerState } from '../optimize/optimizer.js'
import type { Weights } from '../model/weights.js'

/** The state of a training after an epoch. The order of rows follows from the seed and the number of epochs. */
export interface Checkpoint {
  readonly history: History
  /** Seconds spent on steps. */
  readonly seconds: number
  /** Of the last epoch, or of the selected one if training has ended. */
  readonly weights: Weights
  /** Of the selected epoch, if it is not the last one. */
  readonly best?: Weights
  readonly optimizer: OptimizerState
  /** Batches that each random layer has seen. */
  readonly randomSteps: readonly number[]
}

/** The part that is not tensors. */
type Facts = Pick<Checkpoint, 'history' | 'seconds' | 'randomSteps'> & {
  readonly identity: string
  readonly steps: number
}

interface TensorEntry {
  readonly dtype: 'F32'
  readonly shape: readonly [number]
  readonly data_offsets: readonly [number, number]
}

/** Returns the bytes of a checkpoint, in parts. `identity` identifies its job. */
export function encodeCheckpoint(checkpoint: Checkpoint, identity: string): Uint8Array[] {
  const { history, seconds, randomSteps, optimizer } = checkpoint
  const facts: Facts = { identity, history, seconds, randomSteps, steps: optimizer.steps }
  const tensors: [string, Float32Array][] = [
    ...checkpoint.weights.map((values, index): [string, Float32Array] => [`weights/${index}`, values]),
    ...(checkpoint.best ?? []).map((values, index): [string, Float32Array] => [`best/${index}`, values]),
    ...[...optimizer.memory].map(([name, values]): [string, Float32Array] => [`optimizer/${name}`, values]),
  ]
  let offset = 0
  const entries = tensors.map(([name, { length, byteLength }]): [string, TensorEntry] => [
    name,
    { dtype: 'F32', shape: [length], data_offsets: [offset, (offset += byteLength)] },
  ])
  const text = JSON.stringify({ __metadata__: { assay: JSON.stringify(facts) }, ...Object.fromEntries(entries) })
  // The format requires a header of a multiple of 8 bytes, padded with spaces.
  const header = Buffer.from(text.padEnd(text.length + ((8 - (Buffer.byteLength(text) % 8)) % 8)))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return [
    length,
    header,
    ...tensors.map(([, { buffer, byteOffset, byteLength }]) => new Uint8Array(buffer, byteOffset, byteLength)),
  ]
}

/** Returns the checkpoint, or undefined if it is of another job. The caller has checked that the bytes are whole. */
export function decodeCheckpoint(bytes: Buffer, identity: string): Checkpoint | undefined {
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const { __metadata__, ...entries } = JSON.parse(bytes.toString('utf8', 8, start)) as {
    readonly __metadata__: { readonly assay: string }
  } & Record<string, TensorEntry>
  const { identity: own, steps, ...facts } = JSON.parse(__metadata__.assay) as Facts
  if (own !== identity) return undefined
  const group = (prefix: string): [string, Float32Array][] =>
    Object.entries(entries)
      .filter(([name]) => name.startsWith(prefix))
      .map(
        ([
          name,
          {
            data_offsets: [from, to],
          },
        ]) => [
          name.slice(prefix.length),
          // A copy, because the values may begin at any byte of the file.
          new Float32Array(Uint8Array.from(bytes.subarray(start + from, start + to)).buffer),
        ],
      )
  const best = group('best/').map(([, values]) => values)
  return {
    ...facts,
    weights: group('weights/').map(([, values]) => values),
    ...(best.length > 0 ? { best } : {}),
    optimizer: { steps, memory: new Map(group('optimizer/')) },
  }
}

/** Returns the name of a checkpoint's file. Later epochs sort later. */
export function checkpointName(epoch: number, parts: readonly Uint8Array[]): string {
  return `epoch-${String(epoch).padStart(6, '0')}-${checksum(parts)}.safetensors`
}

/** Returns whether the file's bytes have the checksum in its name. */
export function isWhole(name: string, bytes: Uint8Array): boolean {
  return name.endsWith(`-${checksum([bytes])}.safetensors`)
}

function checksum(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 32)
}
