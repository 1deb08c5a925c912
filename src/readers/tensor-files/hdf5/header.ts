/** Object headers of HDF5: the messages that say what a group or dataset is (format specification, IV.A). */
import { TensorFileError } from '../tensors';
import { damaged, type Cursor, type Hdf5Bytes } from './bytes';

/** The messages that are read, by the number of their type. */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** One message: its type, and where its content stands in the bytes. */
export interface Message {
  readonly type: number;
  readonly place: number;
  readonly length: number;
  /** The content stands elsewhere and is shared by several objects. */
  readonly shared: boolean;
}

const mostMessages = 100_000;

/** Fewer bytes at the end of a block are a gap. */
const shortestStart = 4;

/** All messages of the object at an address. @throws TensorFileError */
export function messagesAt(file: Hdf5Bytes, address: number): readonly Message[] {
  const cursor = file.at(address);
  const version = cursor.unsigned(1);
  if (version === 1) return firstForm(file, cursor);
  cursor.skip(-1).signature('OHDR');
  return secondForm(file, cursor);
}

/** A cursor at a message's content. @throws TensorFileError where it is shared, which no model file needs */
export function contentOf(file: Hdf5Bytes, message: Message): Cursor {
  if (message.shared) throw new TensorFileError('it shares types between its parts, which is not read');
  return file.at(message.place - file.base);
}

interface Block {
  readonly from: number;
  readonly to: number;
}

function firstForm(file: Hdf5Bytes, cursor: Cursor): readonly Message[] {
  const count = cursor.skip(1).unsigned(2);
  const size = cursor.skip(4).unsigned(4);
  const from = cursor.skip(4).place;
  return messagesIn(file, [{ from, to: from + size }], count, (place) => {
    const start = file.at(place - file.base);
    const [type, length, flags] = [start.unsigned(2), start.unsigned(2), start.unsigned(1)];
    return { type, length, flags, content: place + 8 };
  });
}

function secondForm(file: Hdf5Bytes, cursor: Cursor): readonly Message[] {
  if (cursor.unsigned(1) !== 2) throw new TensorFileError(`${damaged}: a header has an unknown version`);
  const flags = cursor.unsigned(1);
  if ((flags & 0x20) !== 0) cursor.skip(16);
  if ((flags & 0x10) !== 0) cursor.skip(4);
  const size = cursor.unsigned(1 << (flags & 3));
  const from = cursor.place;
  const ordered = (flags & 4) === 0 ? 0 : 2;
  return messagesIn(file, [{ from, to: from + size }], mostMessages, (place) => {
    const start = file.at(place - file.base);
    const [type, length, messageFlags] = [start.unsigned(1), start.unsigned(2), start.unsigned(1)];
    return { type, length, flags: messageFlags, content: place + 4 + ordered };
  });
}

interface MessageStart {
  readonly type: number;
  readonly length: number;
  readonly flags: number;
  readonly content: number;
}

/** Goes through the blocks; continuations add further ones, each of which is visited once. */
function messagesIn(
  file: Hdf5Bytes,
  blocks: Block[],
  most: number,
  startAt: (place: number) => MessageStart,
): readonly Message[] {
  const messages: Message[] = [];
  const visited = new Set(blocks.map(({ from }) => from));
  for (const block of blocks) {
    let { from: place } = block;
    while (place + shortestStart <= block.to && messages.length < most) {
      const { type, length, flags, content } = startAt(place);
      place = content + length;
      if (place > block.to) throw new TensorFileError(`${damaged}: a message leaves its header`);
      const message = { type, place: content, length, shared: (flags & 2) !== 0 };
      messages.push(message);
      if (type !== messageTypes.continuation) continue;
      const further = continuationOf(file, message);
      if (visited.has(further.from)) throw new TensorFileError(`${damaged}: a header continues in itself`);
      visited.add(further.from);
      blocks.push(further);
    }
  }
  return messages;
}

/** The block of a continuation; in the second form it begins with a signature and ends with a checksum. */
function continuationOf(file: Hdf5Bytes, message: Message): Block {
  const cursor = contentOf(file, message);
  const address = cursor.knownAddress();
  const length = cursor.length();
  const from = file.base + address;
  const signed = length >= 4 && file.at(address).text(4) === 'OCHK';
  return signed ? { from: from + 4, to: from + length - 4 } : { from, to: from + length };
}
