/** Links and attributes of objects that have many of them: they stand in a fractal heap, listed by a tree of version 2 (format specification, III.A.2, III.G). */
import { TensorFileError } from '../tensors';
import { damaged, type Hdf5Bytes } from './bytes';

/** Where one object of a heap stands in the bytes. */
export interface HeapObject {
  readonly place: number;
  readonly length: number;
}

/** Bytes of a record of the tree before the object's name in the heap, by the type of the tree: links by name, attributes by name. */
const idPlaces: Readonly<Record<number, number | undefined>> = { 5: 4, 8: 0 };

/** The deepest tree, and the deepest table of blocks, that a file of any size could need. */
const deepest = 16;
const mostRows = 64;
const widestTable = 1024;

/** Bytes of a node besides its records: signature, version, type, checksum. */
const nodeFrame = 10;

/** All objects of a heap that a tree lists. @throws UnreadableFile */
export function denseObjects(
  file: Hdf5Bytes,
  heapAddress: number,
  treeAddress: number,
): readonly HeapObject[] {
  const heap = heapAt(file, heapAddress);
  return recordsOf(file, treeAddress).map((place) => objectAt(file, heap, place));
}

/** Bytes that a number up to this one takes. */
function widthOf(largest: number): number {
  return Math.floor(Math.log2(Math.max(1, largest)) / 8) + 1;
}

interface Tree {
  readonly file: Hdf5Bytes;
  readonly recordSize: number;
  /** For each level above the leaves the bytes of a pointer to a child. */
  readonly pointerSizes: readonly number[];
  readonly countWidth: number;
  readonly visited: Set<number>;
  /** Where the heap's names of objects stand. */
  readonly found: number[];
  readonly idPlace: number;
}

function recordsOf(file: Hdf5Bytes, address: number): readonly number[] {
  const header = file.at(address).signature('BTHD').skip(1);
  const idPlace = idPlaces[header.unsigned(1)];
  const [nodeSize, recordSize, depth] = [header.unsigned(4), header.unsigned(2), header.unsigned(2)];
  const root = header.skip(2).address();
  const count = header.unsigned(2);
  if (idPlace === undefined || recordSize < idPlace + 7 || depth > deepest) {
    throw new TensorFileError(`${damaged}: a list of names is unknown`);
  }
  if (root === null) return [];
  const mostInLeaf = Math.floor((nodeSize - nodeFrame) / recordSize);
  const countWidth = widthOf(mostInLeaf);
  const pointerSizes: number[] = [];
  let below = mostInLeaf;
  for (let level = 1; level <= depth; level += 1) {
    const pointer = file.addressWidth + countWidth + (level > 1 ? widthOf(below) : 0);
    pointerSizes.push(pointer);
    const most = Math.floor((nodeSize - nodeFrame - pointer) / (recordSize + pointer));
    below = (most + 1) * below + most;
  }
  const tree: Tree = { file, recordSize, pointerSizes, countWidth, visited: new Set(), found: [], idPlace };
  visit(tree, root, count, depth);
  return tree.found;
}

function visit(tree: Tree, address: number, count: number, level: number): void {
  const { file, recordSize, visited, found } = tree;
  if (visited.has(address)) throw new TensorFileError(`${damaged}: a tree in it contains itself`);
  visited.add(address);
  const node = file
    .at(address)
    .signature(level === 0 ? 'BTLF' : 'BTIN')
    .skip(2);
  for (let record = 0; record < count; record += 1) {
    found.push(node.place + tree.idPlace);
    file.count(node.place, recordSize);
    node.skip(recordSize);
  }
  if (level === 0) return;
  const size = tree.pointerSizes[level - 1] ?? 0;
  for (let child = 0; child <= count; child += 1) {
    const place = node.place;
    const below = node.knownAddress();
    visit(tree, below, node.unsigned(tree.countWidth), level - 1);
    node.place = place + size;
  }
}

interface Heap {
  readonly offsetWidth: number;
  readonly lengthWidth: number;
  readonly tableWidth: number;
  readonly firstBlock: number;
  readonly largestBlock: number;
  readonly root: number;
  /** Rows of the table at the root; 0: the root is a block. */
  readonly rows: number;
}

function heapAt(file: Hdf5Bytes, address: number): Heap {
  const header = file.at(address).signature('FRHP').skip(3);
  const filters = header.unsigned(2);
  const largestObject = header.skip(1).unsigned(4);
  const { addressWidth, lengthWidth } = file;
  const tableWidth = header.skip(10 * lengthWidth + 2 * addressWidth).unsigned(2);
  const [firstBlock, largestBlock] = [header.length(), header.length()];
  const bits = header.unsigned(2);
  const root = header.skip(2).knownAddress();
  const rows = header.unsigned(2);
  if (filters > 0) throw new TensorFileError('it packs the names of its parts, which is not read');
  const sane = tableWidth >= 1 && tableWidth <= widestTable && rows <= mostRows && bits <= 64;
  if (!sane || !(firstBlock >= 1 && largestBlock >= firstBlock)) {
    throw new TensorFileError(`${damaged}: a heap in it is unknown`);
  }
  const length = Math.min(widthOf(largestBlock), widthOf(largestObject));
  const offsetWidth = Math.ceil(bits / 8);
  return { offsetWidth, lengthWidth: length, tableWidth, firstBlock, largestBlock, root, rows };
}

/** The object that a name in the heap's own form means: a place in the heap, or the object itself where it is tiny. */
function objectAt(file: Hdf5Bytes, heap: Heap, place: number): HeapObject {
  const id = file.at(place - file.base);
  const first = id.unsigned(1);
  const kind = (first >> 4) & 3;
  if (kind === 2) return { place: id.place, length: (first & 15) + 1 };
  if (kind !== 0) throw new TensorFileError('it holds a name or an attribute that is too large to be read');
  const offset = id.unsigned(heap.offsetWidth);
  const length = id.unsigned(heap.lengthWidth);
  const address = heap.rows === 0 ? heap.root + offset : addressIn(file, heap, offset);
  return { place: file.at(address).place, length };
}

/** A table of blocks of a heap, of which the rows double from the second on. */
interface BlockTable {
  readonly address: number;
  readonly rows: number;
  /** The offset of the heap at which its first block begins. */
  readonly start: number;
  /** Tables above it. */
  readonly depth: number;
}

/** The address of an offset of the heap within a table, the outermost one unless it is named. */
function addressIn(
  file: Hdf5Bytes,
  heap: Heap,
  offset: number,
  { address, rows, start, depth }: BlockTable = { address: heap.root, rows: heap.rows, start: 0, depth: 0 },
): number {
  const { firstBlock, largestBlock, tableWidth } = heap;
  const table = file
    .at(address)
    .signature('FHIB')
    .skip(1 + file.addressWidth + heap.offsetWidth);
  let from = start;
  for (let row = 0; row < rows && depth < deepest; row += 1) {
    const size = firstBlock * 2 ** Math.max(0, row - 1);
    const column = Math.floor((offset - from) / size);
    if (column < tableWidth) {
      const child = table.skip(column * file.addressWidth).knownAddress();
      const childStart = from + column * size;
      if (size <= largestBlock) return child + offset - childStart;
      const below = Math.log2(size) - Math.log2(firstBlock * tableWidth) + 1;
      const inner = { address: child, rows: below, start: childStart, depth: depth + 1 };
      return addressIn(file, heap, offset, inner);
    }
    from += size * tableWidth;
    table.skip(tableWidth * file.addressWidth);
  }
  throw new TensorFileError(`${damaged}: a name lies outside of its heap`);
}
