/** From the bytes of an ONNX file to its messages, by pbf; fields that are not used are skipped, and nested graphs are not entered. */
import { PbfReader } from 'pbf';
import type {
  AttributeMessage,
  GraphMessage,
  ModelMessage,
  NodeMessage,
  TensorMessage,
  ValueMessage,
} from './messages';

/** Why a file is no ONNX model that can be read, as one sentence. */
export class OnnxFileError extends Error {}

/** Larger graphs are refused: they would take minutes, and nobody could look at them. */
export const mostNodes = 100_000;

/** More attributes, inputs or outputs than this have no nodes of the standard. */
const mostOfOne = 100_000;

type Mutable<Message> = { -readonly [Field in keyof Message]: Message[Field] };

type ReadField<Message> = (field: number, message: Mutable<Message>, from: PbfReader) => void;

/** The model in the bytes of a file. @throws OnnxFileError */
export function decodeModel(bytes: Uint8Array): ModelMessage {
  if (bytes.length === 0) throw new OnnxFileError('The file is empty.');
  const operatorSets = new Map<string, number>();
  const model: Mutable<ModelMessage> = { irVersion: 0, producer: '', operatorSets, graph: null };
  try {
    message<ModelMessage>(new PbfReader(bytes), bytes.length, model, (field, into, from) => {
      if (field === 1) into.irVersion = from.readVarint();
      else if (field === 2) into.producer = text(from);
      else if (field === 7) into.graph = graph(from);
      else if (field === 8) operatorSet(from, operatorSets);
    });
  } catch (error) {
    if (error instanceof OnnxFileError) throw error;
    throw new OnnxFileError('The file is no ONNX model, or it ends in the midst of one.');
  }
  return model;
}

/** Reads the fields of a message up to `end`, which must lie within what surrounds it. */
function message<Message>(
  from: PbfReader,
  end: number,
  into: Mutable<Message>,
  read: ReadField<Message>,
): Message {
  const surrounding = from.length;
  if (!(end <= surrounding)) throw new OnnxFileError('The file ends in the midst of a message.');
  from.length = end;
  from.readFields(read, into, end);
  if (from.pos !== end) throw new OnnxFileError('The file is no ONNX model: its fields do not fit together.');
  from.length = surrounding;
  return into;
}

/** A message that is a field of another: its length, then its fields. */
function nested<Message>(from: PbfReader, into: Mutable<Message>, read: ReadField<Message>): Message {
  const length = from.readVarint();
  return message(from, from.pos + length, into, read);
}

function bytesOf(from: PbfReader): Uint8Array {
  const length = from.readVarint();
  const end = from.pos + length;
  if (!(end <= from.length)) throw new OnnxFileError('The file ends in the midst of a message.');
  const found = from.buf.subarray(from.pos, end);
  from.pos = end;
  return found;
}

const utf8 = new TextDecoder();

/** A text; bytes that are no UTF-8 become replacement characters. */
function text(from: PbfReader): string {
  return utf8.decode(bytesOf(from));
}

function push<Item>(items: Item[], item: Item, most: number, what: string): void {
  if (items.length >= most) throw new OnnxFileError(`The file has more than ${most} ${what}.`);
  items.push(item);
}

function operatorSet(from: PbfReader, into: Map<string, number>): void {
  const found = nested<{ domain: string; version: number }>(
    from,
    { domain: '', version: 0 },
    (field, set, inner) => {
      if (field === 1) set.domain = text(inner);
      else if (field === 2) set.version = inner.readVarint(true);
    },
  );
  into.set(found.domain === 'ai.onnx' ? '' : found.domain, found.version);
}

function graph(from: PbfReader): GraphMessage {
  const nodes: NodeMessage[] = [];
  const initialisers: TensorMessage[] = [];
  const inputs: ValueMessage[] = [];
  const outputs: ValueMessage[] = [];
  const start = { name: '', nodes, initialisers, inputs, outputs };
  return nested<GraphMessage>(from, start, (field, into, inner) => {
    if (field === 1) push(nodes, node(inner), mostNodes, 'nodes');
    else if (field === 2) into.name = text(inner);
    else if (field === 5) push(initialisers, tensor(inner), mostNodes, 'tensors');
    else if (field === 11) push(inputs, declaration(inner), mostNodes, 'inputs');
    else if (field === 12) push(outputs, declaration(inner), mostOfOne, 'outputs');
  });
}

function node(from: PbfReader): NodeMessage {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, AttributeMessage>();
  const start = { name: '', operator: '', domain: '', inputs, outputs, attributes };
  return nested<NodeMessage>(from, start, (field, into, inner) => {
    if (field === 1) push(inputs, text(inner), mostOfOne, 'inputs of one node');
    else if (field === 2) push(outputs, text(inner), mostOfOne, 'outputs of one node');
    else if (field === 3) into.name = text(inner);
    else if (field === 4) into.operator = text(inner);
    else if (field === 5) attribute(inner, attributes);
    else if (field === 7) into.domain = text(inner).replace(/^ai\.onnx$/, '');
  });
}

function attribute(from: PbfReader, into: Map<string, AttributeMessage>): void {
  const floats: number[] = [];
  const wholes: number[] = [];
  const texts: string[] = [];
  const start = { name: '', float: null, whole: null, text: null, tensor: null, floats, wholes, texts };
  const found = nested<AttributeMessage & { name: string }>(from, start, (field, one, inner) => {
    if (field === 1) one.name = text(inner);
    else if (field === 2) one.float = inner.readFloat();
    else if (field === 3) one.whole = inner.readVarint(true);
    else if (field === 4) one.text = text(inner);
    else if (field === 5) one.tensor = tensor(inner);
    else if (field === 7) inner.readPackedFloat(floats);
    else if (field === 8) inner.readPackedVarint(wholes, true);
    else if (field === 9) push(texts, text(inner), mostOfOne, 'texts in one attribute');
  });
  into.set(found.name, found);
}

function tensor(from: PbfReader): TensorMessage {
  const sizes: number[] = [];
  const numbers: number[] = [];
  const external = new Map<string, string>();
  const start = { name: '', sizes, type: 0, raw: null, numbers, external: null, elsewhere: false };
  const found = nested<TensorMessage & { elsewhere: boolean }>(from, start, (field, into, inner) => {
    if (field === 1) inner.readPackedVarint(sizes, true);
    else if (field === 2) into.type = inner.readVarint();
    else if (field === 4) inner.readPackedFloat(numbers);
    else if (field === 5 || field === 7) inner.readPackedVarint(numbers, true);
    else if (field === 8) into.name = text(inner);
    else if (field === 9) into.raw = bytesOf(inner);
    else if (field === 10) inner.readPackedDouble(numbers);
    else if (field === 11) inner.readPackedVarint(numbers);
    else if (field === 13) entry(inner, external);
    else if (field === 14) into.elsewhere = inner.readVarint() === 1;
  });
  if (sizes.length > 64) throw new OnnxFileError('The file has a tensor with more than 64 axes.');
  const { name, type, raw, elsewhere } = found;
  return { name, sizes, type, raw, numbers, external: elsewhere ? external : null };
}

function entry(from: PbfReader, into: Map<string, string>): void {
  const { key, value } = nested<{ key: string; value: string }>(
    from,
    { key: '', value: '' },
    (field, one, inner) => {
      if (field === 1) one.key = text(inner);
      else if (field === 2) one.value = text(inner);
    },
  );
  into.set(key, value);
}

function declaration(from: PbfReader): ValueMessage {
  const start: Mutable<ValueMessage> = { name: '', type: 0, sizes: null };
  return nested<ValueMessage>(from, start, (field, into, inner) => {
    if (field === 1) into.name = text(inner);
    else if (field === 2) {
      nested(inner, into, (kind, value, type) => {
        if (kind === 1) tensorType(type, value);
      });
    }
  });
}

function tensorType(from: PbfReader, into: Mutable<ValueMessage>): void {
  nested(from, into, (field, value, inner) => {
    if (field === 1) value.type = inner.readVarint();
    else if (field === 2) value.sizes = declaredSizes(inner);
  });
}

function declaredSizes(from: PbfReader): readonly (number | string | null)[] {
  const sizes: (number | string | null)[] = [];
  nested(from, sizes, (field, into, inner) => {
    if (field !== 1) return;
    const { size } = nested<{ size: number | string | null }>(inner, { size: null }, (kind, one, value) => {
      if (kind === 1) one.size = value.readVarint(true);
      else if (kind === 2) one.size = text(value) || null;
    });
    push(into, size, 64, 'axes of one input');
  });
  return sizes;
}
