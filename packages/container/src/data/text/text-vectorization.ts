/**
 * Keras's `text_vectorization`: texts → numbers of tokens, by a vocabulary learned from texts. Like Keras, it works on
 * bytes: it lowers only ASCII letters, and only ASCII characters are punctuation or space.
 * @see https://keras.io/api/layers/preprocessing_layers/text/text_vectorization/
 */

import type { ResolvedLayer } from '@assay/core'

/** The layer's arguments and vocabulary: all that serving needs to read texts alike. */
export interface TextVectorization {
  readonly standardize: 'lower_and_strip_punctuation' | 'lower' | 'strip_punctuation' | 'none'
  readonly split: 'whitespace' | 'character'
  readonly outputMode: 'int' | 'multi_hot' | 'count'
  /** The length of a text's numbers: its tokens, or for counts the largest size of the vocabulary. */
  readonly width: number
  /** The most frequent first, without padding and the token for unknown words. */
  readonly vocabulary: readonly string[]
}

/** Returns the layer after it has learned from texts. */
export function learnVocabulary({ args }: ResolvedLayer, texts: Iterable<string>): TextVectorization {
  const outputMode = (args['output_mode'] ?? 'int') as TextVectorization['outputMode']
  const reading = {
    standardize: (args['standardize'] ?? 'lower_and_strip_punctuation') as TextVectorization['standardize'],
    split: (args['split'] ?? 'whitespace') as TextVectorization['split'],
  }
  const size = args[outputMode === 'int' ? 'output_sequence_length' : 'max_tokens'] as number
  const counts = new Map<string, number>()
  for (const text of texts) for (const token of tokensOf(text, reading)) counts.set(token, (counts.get(token) ?? 0) + 1)
  for (const reserved of reservedTokens) counts.delete(reserved)
  const most = args['max_tokens'] === undefined ? Infinity : (args['max_tokens'] as number) - firstToken[outputMode]
  const vocabulary = [...counts].sort(mostFrequentFirst).slice(0, most)
  return { ...reading, outputMode, width: size, vocabulary: vocabulary.map(([token]) => token) }
}

/** Returns each text as `width` numbers, text by text. */
export function vectorize(vectorization: TextVectorization, texts: readonly string[]): Float32Array {
  const { width, vocabulary, outputMode } = vectorization
  const first = firstToken[outputMode]
  const numbers = new Map(vocabulary.map((token, index) => [token, first + index]))
  const vectors = new Float32Array(texts.length * width)
  texts.forEach((text, row) => {
    const tokens = tokensOf(text, vectorization)
    const vector = vectors.subarray(row * width, (row + 1) * width)
    if (outputMode === 'int') tokens.slice(0, width).forEach((token, at) => (vector[at] = numbers.get(token) ?? 1))
    else for (const token of tokens) count(vector, numbers.get(token) ?? 0, outputMode)
  })
  return vectors
}

/** The number of the first token: it follows the number for unknown words, and in sequences 0, for padding. */
const firstToken = { int: 2, multi_hot: 1, count: 1 } as const

const reservedTokens = ['', '[UNK]']

function count(vector: Float32Array, number: number, outputMode: 'multi_hot' | 'count'): void {
  vector[number] = outputMode === 'count' ? vector[number] + 1 : 1
}

/** Of equally frequent tokens, the one with larger bytes comes first, as in Keras. */
function mostFrequentFirst([one, count]: [string, number], [other, otherCount]: [string, number]): number {
  return otherCount - count || Buffer.compare(Buffer.from(other), Buffer.from(one))
}

const punctuation = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g
const spaces = /[ \t\n\v\f\r]+/

function tokensOf(text: string, { standardize, split }: Pick<TextVectorization, 'standardize' | 'split'>): string[] {
  const lowered = standardize.startsWith('lower') ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text
  const standard = standardize.endsWith('strip_punctuation') ? lowered.replace(punctuation, '') : lowered
  return split === 'character' ? [...standard] : standard.split(spaces).filter((token) => token !== '')
}
