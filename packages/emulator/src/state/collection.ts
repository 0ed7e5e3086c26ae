/** The resources of one kind in memory, in step with the disk: the disk first, always. */
import { internalFailure } from '../protocol/errors.js'
import type { Kind, ResourceRecord } from './kind.js'
import type { Store, Table } from './store.js'

/** The members of a new resource that its collection chooses. */
export type Identity = Pick<ResourceRecord, 'id' | 'arn'>

/** Every resource of a kind. */
export class Collection<Item extends ResourceRecord> {
  readonly kind: Kind<Item>
  readonly #file: string
  readonly #table: Table<Item>
  readonly #arnOf: (name: string) => string
  /** By number, in the order in which they were created. */
  readonly #items = new Map<number, Item>()
  readonly #ids = new Map<string, number>()
  readonly #families = new Map<number, Set<number>>()
  readonly #listeners: ((item: Item) => void)[] = []
  #nextId: number

  /** Reads a store's resources of a kind. `arnOf` makes the ARN of a new one from its name. */
  constructor(kind: Kind<Item>, store: Store, arnOf: (name: string) => string) {
    this.kind = kind
    this.#file = store.file
    this.#table = store.table(kind)
    this.#arnOf = arnOf
    this.#nextId = this.#table.nextId
    this.#table.records.forEach((item) => this.#index(item))
  }

  byId(id: number): Item | undefined {
    return this.#items.get(id)
  }

  byName(name: string): Item | undefined {
    const id = this.#ids.get(this.#keyOf(name))
    return id === undefined ? undefined : this.#items.get(id)
  }

  byArn(arn: string): Item | undefined {
    const item = this.byName(arn.slice(arn.indexOf('/') + 1))
    return item?.arn === arn ? item : undefined
  }

  /** Throws the kind's error if no resource has the name. */
  get(name: string): Item {
    const item = this.byName(name)
    if (!item) throw this.kind.missing(name, this.#arnOf(name))
    return item
  }

  /** In the order in which they were created. */
  all(): IterableIterator<Item> {
    return this.#items.values()
  }

  /** The resources that belong to the one of this number, in the order in which they were created. */
  childrenOf(parent: number): Item[] {
    return [...(this.#families.get(parent) ?? [])].map((id) => this.#items.get(id)).filter((item) => item !== undefined)
  }

  /** Throws the kind's error if the name is taken. */
  checkName(name: string): void {
    const other = this.byName(name)
    if (other) throw this.kind.taken(other)
  }

  /** Adds the resource that `make` returns for its number and ARN. Durable when it returns. */
  create(name: string, make: (identity: Identity) => Item): Item {
    this.checkName(name)
    const item = make({ id: this.#nextId, arn: this.#arnOf(name) })
    this.#write(() => this.#table.insert(item))
    this.#nextId += 1
    this.#index(item)
    this.#announce(item)
    return item
  }

  /** Durable when it returns. */
  replace(item: Item): void {
    this.#write(() => this.#table.update(item))
    this.note(item)
  }

  /** Changes a resource in memory only, if a crash may lose the change: metrics between two writes. */
  note(item: Item): void {
    this.#items.set(item.id, item)
    this.#announce(item)
  }

  /** Durable when it returns. */
  remove(item: Item): void {
    this.#write(() => this.#table.remove(item))
    this.#items.delete(item.id)
    this.#ids.delete(this.#keyOf(this.kind.nameOf(item)))
    const parent = this.kind.parentOf?.(item)
    if (parent !== undefined) this.#families.get(parent)?.delete(item.id)
  }

  /** Calls the listener with each resource that is new or has changed, afterwards. */
  watch(listener: (item: Item) => void): void {
    this.#listeners.push(listener)
  }

  #index(item: Item) {
    this.#items.set(item.id, item)
    this.#ids.set(this.#keyOf(this.kind.nameOf(item)), item.id)
    const parent = this.kind.parentOf?.(item)
    if (parent === undefined) return
    const family = this.#families.get(parent) ?? new Set()
    this.#families.set(parent, family.add(item.id))
  }

  #announce(item: Item) {
    this.#listeners.forEach((listener) => listener(item))
  }

  #keyOf(name: string) {
    return this.kind.ignoresCase === true ? name.toLowerCase() : name
  }

  /** A client learns of a write that the disk refuses as InternalFailure; nothing of it is kept. */
  #write(write: () => void) {
    try {
      write()
    } catch (error) {
      throw internalFailure(
        `The state could not be written to "${this.#file}": ${(error as Error).message}. Nothing was changed.`,
      )
    }
  }
}
