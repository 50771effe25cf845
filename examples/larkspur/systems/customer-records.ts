/** Records by id; `customerRef` never changes, and no record is ever removed. */
export type CustomerRecords<Item extends { customerRef: string }> = Record<string, Item>;

type Index = { idsByCustomer: Map<string, string[]>; count: number };

/** Derived from the records and kept beside them, so that a look-up does not go through all customers' records. */
const indexes = new WeakMap<object, Index>();

/** The records of one customer, in the order in which they were made. */
export function recordsOf<Item extends { customerRef: string }>(
  records: CustomerRecords<Item>,
  customerRef: string,
): readonly Item[] {
  const ids = indexOf(records).idsByCustomer.get(customerRef) ?? [];
  return ids.flatMap((id) => records[id] ?? []);
}

export function countRecords<Item extends { customerRef: string }>(records: CustomerRecords<Item>): number {
  return indexOf(records).count;
}

/** Adds a record or puts a new version in the place of the old one. The only way to write one. */
export function putRecord<Item extends { customerRef: string }>(
  records: CustomerRecords<Item>,
  id: string,
  record: NoInfer<Item>,
): void {
  const index = indexOf(records);
  if (!Object.hasOwn(records, id)) addToIndex(index, id, record.customerRef);
  records[id] = record;
}

function indexOf<Item extends { customerRef: string }>(records: CustomerRecords<Item>): Index {
  const known = indexes.get(records);
  if (known !== undefined) return known;
  const index: Index = { idsByCustomer: new Map(), count: 0 };
  for (const [id, { customerRef }] of Object.entries(records)) addToIndex(index, id, customerRef);
  indexes.set(records, index);
  return index;
}

function addToIndex(index: Index, id: string, customerRef: string): void {
  index.count += 1;
  const ids = index.idsByCustomer.get(customerRef);
  if (ids === undefined) index.idsByCustomer.set(customerRef, [id]);
  else ids.push(id);
}
