/** Heaps and trees of HDF5 in which names and texts stand (format specification, III). */
import { TensorFileError } from '../tensors';
import { damaged, type Cursor, type Hdf5Bytes } from './bytes';

/** Names are refused beyond this. */
const longestName = 65_536;

/** The deepest tree that a file of any size could need. */
const deepestTree = 32;

/** A link of a group: to an object, or to a path in this or another file. */
export interface Link {
  readonly name: string;
  /** Null: a soft or external link, which is passed over. */
  readonly address: number | null;
}

/** All leaves of a version 1 B-tree: the address of each, with a cursor at the key before it. */
export function treeLeaves<Leaf>(
  file: Hdf5Bytes,
  root: number,
  keyLength: number,
  leafAt: (key: Cursor, address: number) => Leaf,
): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const visited = new Set<number>();
  const walk = (address: number, depth: number): void => {
    if (visited.has(address) || depth > deepestTree) {
      throw new TensorFileError(`${damaged}: a tree in it contains itself`);
    }
    visited.add(address);
    const node = file.at(address).signature('TREE').skip(1);
    const level = node.unsigned(1);
    const entries = node.unsigned(2);
    node.skip(2 * file.addressWidth);
    for (let entry = 0; entry < entries; entry += 1) {
      const key = file.at(node.place - file.base);
      const child = node.skip(keyLength).knownAddress();
      if (level === 0) leaves.push(leafAt(key, child));
      else walk(child, depth + 1);
    }
  };
  walk(root, 0);
  return leaves;
}

/** The links of a group that has a symbol table. */
export function symbolTableLinks(file: Hdf5Bytes, tree: number, heap: number): readonly Link[] {
  const local = file.at(heap).signature('HEAP').skip(4);
  const size = local.length();
  const names = local.skip(file.lengthWidth).knownAddress();
  const links: Link[] = [];
  const nodes = treeLeaves(file, tree, file.lengthWidth, (_, address) => address);
  for (const node of nodes) {
    const cursor = file.at(node).signature('SNOD').skip(2);
    const symbols = cursor.unsigned(2);
    for (let symbol = 0; symbol < symbols; symbol += 1) {
      const offset = cursor.unsigned(file.addressWidth);
      const address = cursor.address();
      const soft = cursor.unsigned(4) === 2;
      cursor.skip(20);
      if (offset >= size) throw new TensorFileError(`${damaged}: a name lies outside of its heap`);
      const name = file.at(names + offset).textToZero(longestName);
      links.push({ name, address: soft ? null : address });
    }
  }
  return links;
}

/** A link message. */
export function linkAt(cursor: Cursor): Link {
  const version = cursor.unsigned(1);
  const flags = cursor.unsigned(1);
  if (version !== 1) throw new TensorFileError(`${damaged}: a link has an unknown version`);
  const type = (flags & 8) === 0 ? 0 : cursor.unsigned(1);
  if ((flags & 4) !== 0) cursor.skip(8);
  if ((flags & 16) !== 0) cursor.skip(1);
  const length = cursor.unsigned(1 << (flags & 3));
  if (length > longestName) throw new TensorFileError(`${damaged}: a name has no end`);
  const name = cursor.text(length);
  return { name, address: type === 0 ? cursor.knownAddress() : null };
}

/** The text of variable length that an element refers to. */
export function longText(file: Hdf5Bytes, element: Cursor): string {
  const length = element.unsigned(4);
  const heap = element.address();
  const wanted = element.unsigned(4);
  if (heap === null || heap === 0 || length === 0) return '';
  const cursor = file.at(heap).signature('GCOL').skip(4);
  const end = file.base + heap + cursor.length();
  while (cursor.place < end) {
    const index = cursor.unsigned(2);
    const size = cursor.skip(6).length();
    if (index === wanted && index !== 0) return cursor.text(Math.min(length, size));
    if (index === 0) break;
    cursor.skip(Math.ceil(size / 8) * 8);
  }
  throw new TensorFileError(`${damaged}: a text is not in its heap`);
}
