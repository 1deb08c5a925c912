/**
 * HDF5 files (`.h5`, `.weights.h5`): groups, datasets and attributes as far as models use them. Everything is read by our own code, because
 * the file decides how much work a reader does, and every read here is counted (format specification of The HDF Group, version 3).
 */
import { startOf, type ByteSource } from '../../../base/byteSource';
import { wholeNumber } from '../../../base/numbers';
import type { Tensor } from '../../../tensor/tensor';
import { readElements, storedTypes, TensorFileError, type StoredType } from '../tensors';
import { damaged, Hdf5Bytes, textOf, type Cursor } from './bytes';
import { bytesOfDataset } from './content';
import { denseObjects, type HeapObject } from './dense';
import { contentOf, messagesAt, messageTypes, type Message } from './header';
import { linkAt, longText, symbolTableLinks, type Link } from './heaps';
import { shapeAt, typeAt, type Hdf5Type } from './types';

/** The value of an attribute; a list where it has a shape. */
export type Hdf5Attribute = string | number | readonly string[] | readonly number[];

/** A group or dataset. */
export interface Hdf5Object {
  readonly attributes: ReadonlyMap<string, Hdf5Attribute>;
  /** Of a group, in the order of the file; empty for a dataset. */
  readonly children: ReadonlyMap<string, Hdf5Object>;
  /** Of a dataset of numbers; absent: it is a group, or holds something else. */
  readonly dataset?: Hdf5Dataset;
}

/** Numbers of a file, which are read when asked for. */
export interface Hdf5Dataset {
  readonly shape: readonly number[];
  readonly stored: StoredType;
  /** @throws UnreadableFile, which calls the tensor by this name */
  readonly read: (name: string) => Tensor;
}

const magic = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Where the superblock may begin is doubled from here; a file with a longer block of the user's own is not looked for. */
const places = [0, 512, 1024, 2048] as const;

const mostObjects = 100_000;
const deepestGroups = 64;

/** Whether this is an HDF5 file. */
export function isHdf5(source: ByteSource): boolean {
  return startIn(source) !== undefined;
}

function startIn(source: ByteSource): number | undefined {
  const bytes = startOf(source, places[3] + magic.length);
  return places.find((place) => magic.every((byte, offset) => bytes[place + offset] === byte));
}

/** The root group with all that is below it; numbers are read when asked for. @throws UnreadableFile */
export function readHdf5(source: ByteSource): Hdf5Object {
  const start = startIn(source);
  if (start === undefined) throw new TensorFileError('it is no HDF5 file');
  const { file, root } = superblockAt(source, start);
  return new Objects(file).at(root, []);
}

function superblockAt(
  source: ByteSource,
  start: number,
): { readonly file: Hdf5Bytes; readonly root: number } {
  const cursor = new Hdf5Bytes(source, start, 8, 8).at(magic.length);
  const version = cursor.unsigned(1);
  if (version > 3) throw new TensorFileError(`it has the version ${version} of HDF5, which is not read`);
  const older = version < 2;
  if (older) cursor.skip(4);
  const [addressWidth, lengthWidth] = [cursor.unsigned(1), cursor.unsigned(1)];
  if (![4, 8].includes(addressWidth) || ![4, 8].includes(lengthWidth)) {
    throw new TensorFileError(`${damaged}: its addresses have ${addressWidth} bytes`);
  }
  if (older) cursor.skip(version === 0 ? 9 : 13);
  else cursor.skip(1);
  const file = new Hdf5Bytes(source, start, addressWidth, lengthWidth);
  const addresses = file.at(cursor.place - start);
  addresses.skip(addressWidth * (older ? 5 : 3));
  return { file, root: addresses.knownAddress() };
}

/** Objects of a file by their addresses; one that is linked twice is read once. */
class Objects {
  readonly #known = new Map<number, Hdf5Object>();
  readonly #file: Hdf5Bytes;
  #reached = 0;

  constructor(file: Hdf5Bytes) {
    this.#file = file;
  }

  at(address: number, above: readonly number[]): Hdf5Object {
    if (above.includes(address)) throw new TensorFileError(`${damaged}: a group in it contains itself`);
    this.#reached += 1;
    if (this.#reached > mostObjects || above.length > deepestGroups) {
      throw new TensorFileError(
        `it holds more than ${wholeNumber(mostObjects)} objects, or ${deepestGroups} groups within each other`,
      );
    }
    const known = this.#known.get(address);
    if (known && known.children.size === 0) return known;
    const messages = messagesAt(this.#file, address);
    const children = new Map<string, Hdf5Object>();
    for (const { name, address: child } of linksOf(this.#file, messages)) {
      if (child !== null) children.set(name, this.at(child, [...above, address]));
    }
    const attributes = new Map(messages.flatMap((message) => attributesOf(this.#file, message)));
    const dataset = datasetOf(this.#file, messages, attributes);
    const object = { attributes, children, ...(dataset && { dataset }) };
    this.#known.set(address, object);
    return object;
  }
}

function linksOf(file: Hdf5Bytes, messages: readonly Message[]): readonly Link[] {
  return messages.flatMap((message) => {
    if (message.type === messageTypes.link) return linkAt(contentOf(file, message));
    if (message.type === messageTypes.symbolTable) {
      const cursor = contentOf(file, message);
      return symbolTableLinks(file, cursor.knownAddress(), cursor.knownAddress());
    }
    return message.type === messageTypes.linkInfo ? linksInHeap(file, message) : [];
  });
}

/** Many links or attributes of one object stand in a heap when a file is written for the newest library, or keeps their order. */
function inHeap(file: Hdf5Bytes, message: Message): readonly HeapObject[] {
  const cursor = contentOf(file, message).skip(1);
  const ordered = (cursor.unsigned(1) & 1) !== 0;
  if (ordered) cursor.skip(message.type === messageTypes.linkInfo ? 8 : 2);
  const [heap, names] = [cursor.address(), cursor.address()];
  return heap === null || names === null ? [] : denseObjects(file, heap, names);
}

/** The links of a heap in the order of their names: that of their tree means nothing. */
function linksInHeap(file: Hdf5Bytes, message: Message): readonly Link[] {
  return inHeap(file, message)
    .map(({ place }) => linkAt(file.at(place - file.base)))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function attributesInHeap(file: Hdf5Bytes, message: Message): readonly Message[] {
  const type = messageTypes.attribute;
  return inHeap(file, message).map(({ place, length }) => ({ type, place, length, shared: false }));
}

function attributesOf(file: Hdf5Bytes, message: Message): readonly (readonly [string, Hdf5Attribute])[] {
  if (message.type !== messageTypes.attributeInfo) return attributeOf(file, message);
  return attributesInHeap(file, message).flatMap((each) => attributeOf(file, each));
}

function attributeOf(file: Hdf5Bytes, message: Message): readonly (readonly [string, Hdf5Attribute])[] {
  if (message.type !== messageTypes.attribute) return [];
  const cursor = contentOf(file, message);
  const version = cursor.unsigned(1);
  const flags = cursor.unsigned(1);
  const lengths = [cursor.unsigned(2), cursor.unsigned(2), cursor.unsigned(2)] as const;
  if (version < 1 || version > 3)
    throw new TensorFileError(`${damaged}: an attribute has an unknown version`);
  // A type or shape that is shared stands elsewhere: the attribute is passed over.
  if (version > 1 && (flags & 3) !== 0) return [];
  if (version === 3) cursor.skip(1);
  const [nameLength, typeLength, shapeLength] = lengths.map((length) =>
    version === 1 ? Math.ceil(length / 8) * 8 : length,
  );
  const name = textOf(cursor.take(nameLength ?? 0));
  const typePlace = cursor.place;
  const type = typeAt(cursor);
  cursor.place = typePlace + (typeLength ?? 0);
  const shape = shapeAt(cursor);
  cursor.place = typePlace + (typeLength ?? 0) + (shapeLength ?? 0);
  if (!shape) return [];
  const count = shape.reduce((product, size) => product * size, 1);
  if (!(count * type.size <= message.place + message.length - cursor.place)) {
    throw new TensorFileError(`${damaged}: an attribute is longer than its place`);
  }
  const values = valuesAt(file, cursor, type, count);
  const value = shape.length === 0 ? values?.[0] : values;
  return value === undefined ? [] : [[name, value]];
}

function valuesAt(
  file: Hdf5Bytes,
  cursor: Cursor,
  type: Hdf5Type,
  count: number,
): readonly string[] | readonly number[] | undefined {
  const each = <Read>(read: () => Read): Read[] => Array.from({ length: count }, read);
  if (type.kind === 'text') return each(() => textOf(cursor.take(type.size)));
  if (type.kind === 'long text')
    return each(() => longText(file, file.at(cursor.skip(16).place - 16 - file.base)));
  if (type.kind !== 'number') return undefined;
  const { stored, littleEndian } = type;
  return each(() => {
    const bytes = cursor.take(type.size);
    return stored.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, littleEndian);
  });
}

/** The numbers of a dataset; undefined where it is none, or holds no numbers. */
function datasetOf(
  file: Hdf5Bytes,
  messages: readonly Message[],
  attributes: ReadonlyMap<string, Hdf5Attribute>,
): Hdf5Dataset | undefined {
  const [typeMessage, shapeMessage] = [messageTypes.datatype, messageTypes.dataspace].map((wanted) =>
    messages.find(({ type }) => type === wanted),
  );
  if (!typeMessage || !shapeMessage) return undefined;
  const shape = shapeAt(contentOf(file, shapeMessage));
  const type = typeAt(contentOf(file, typeMessage));
  // Keras keeps bfloat16, which NumPy does not know, as bytes.
  const isBfloat16 = type.kind === 'bytes' && type.size === 2 && attributes.get('dtype') === 'bfloat16';
  const stored = isBfloat16 ? storedTypes.bfloat16 : type.kind === 'number' ? type.stored : undefined;
  if (!stored || !shape) return undefined;
  const littleEndian = type.kind !== 'number' || type.littleEndian;
  const read: Hdf5Dataset['read'] = (name) => {
    const bytes = bytesOfDataset(file, { messages, shape, elementSize: stored.bytes });
    return readElements(bytes, { name, shape, stored, littleEndian, columnMajor: false });
  };
  return { shape, stored, read };
}
