/** Symbolic tensors: what Input gives, and what layers make of it. They have shapes and no numbers, and remember what made them. */
import { nominalBatch } from '../../../graph/batchSizes';
import { Table } from '../../python/values/table';
import { unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { dict, list, tuple } from '../../python/values/make';
import type { Place } from '../../python/values/place';
import type { InstanceValue, Keywords, Value } from '../../python/values/value';
import type { Content } from '../../tensors/content';
import type { DtypeName } from '../../tensors/elementTypes';
import { recorderOf } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { kerasFlavour } from '../values/flavour';

/** A call of a layer on symbolic tensors. */
export interface LayerCall {
  readonly layer: InstanceValue;
  readonly positional: readonly Value[];
  readonly keywords: Keywords;
  /** What it gave: symbolic tensors, alone or in a structure. */
  readonly outcome: Value;
  readonly place: Place | null;
}

/** What Input said. */
export interface InputRecord {
  /** The InputLayer that stands for it among the layers of a model. */
  readonly layer: InstanceValue;
  readonly name: string;
  /** Sizes behind the batch; null where the program leaves one open. */
  readonly sample: readonly (number | null)[];
  readonly dtype: DtypeName;
  readonly tensor: TensorValue;
}

const callsBehind = new WeakMap<Content, LayerCall>();
const inputsBehind = new WeakMap<Content, InputRecord>();

/** The call of a layer that gave a tensor. */
export function callBehind({ content }: TensorValue): LayerCall | undefined {
  return callsBehind.get(content);
}

/** The input that a tensor is. */
export function inputBehind({ content }: TensorValue): InputRecord | undefined {
  return inputsBehind.get(content);
}

/** Whether a tensor has no numbers and no node: only its shape is known, or not even that where a layer is not understood. */
export function isSymbolic({ content }: TensorValue): boolean {
  return content.kind === 'placeholder' || (content.kind === 'opaque' && callsBehind.has(content));
}

/** Sizes that take the place of open ones behind the batch: images are 96 wide, sequences 16 long, volumes 32 deep. */
export function closedSizes(sample: readonly (number | null)[]): readonly number[] {
  const usual = sample.length >= 4 ? 32 : sample.length === 3 ? 96 : 16;
  return sample.map((size) => size ?? usual);
}

/** A new symbolic tensor of a batch of samples. */
export function symbolOf(machine: Machine, sizes: readonly number[], dtype: DtypeName): TensorValue {
  return recorderOf(machine).make({
    flavour: kerasFlavour,
    shape: sizes,
    dtype,
    content: { kind: 'placeholder' },
    differentiable: false,
  });
}

/** The symbolic tensor of an Input. */
export function symbolicInput(
  machine: Machine,
  record: Omit<InputRecord, 'tensor'>,
  batch: number = nominalBatch,
): TensorValue {
  const tensor = symbolOf(machine, [batch, ...closedSizes(record.sample)], record.dtype);
  inputsBehind.set(tensor.content, { ...record, tensor });
  return tensor;
}

/** The tensors in a value: itself, or those in lists, tuples and dicts, in order. */
export function tensorsIn(value: Value, depth = 0): readonly TensorValue[] {
  const tensor = tensorIn(value);
  if (tensor) return [tensor];
  if (depth > 6) return [];
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple')
    return plain.items.flatMap((item) => tensorsIn(item, depth + 1));
  if (plain.kind === 'dict')
    return [...plain.table.entries()].flatMap((entry) => tensorsIn(entry.value, depth + 1));
  return [];
}

/** The same structure with other tensors in it. */
export function withTensors(value: Value, put: (tensor: TensorValue) => Value, depth = 0): Value {
  const tensor = tensorIn(value);
  if (tensor) return put(tensor);
  if (depth > 6) return value;
  const plain = unwrap(value);
  const inner = (item: Value): Value => withTensors(item, put, depth + 1);
  if (plain.kind === 'list') return list(plain.items.map(inner), plain.origin);
  if (plain.kind === 'tuple') {
    const items = tuple(plain.items.map(inner));
    return value.kind === 'instance' ? { ...value, payload: items } : items;
  }
  if (plain.kind !== 'dict') return value;
  const table = new Table();
  for (const entry of plain.table.entries()) {
    if (entry.key.kind === 'str') table.setText(entry.key.value, inner(entry.value));
  }
  return dict(table, plain.origin);
}

/** What a call on symbolic tensors gave, as symbolic tensors that remember it. */
export function remembered(
  machine: Machine,
  call: Omit<LayerCall, 'outcome' | 'place'>,
  given: Value,
): Value {
  const contents: Content[] = [];
  const outcome = withTensors(given, (tensor) => {
    // What is not understood has no shape, but it, too, was given tensors: behind it the model goes on.
    if (tensor.shape === null) {
      if (tensor.content.kind === 'opaque' && !callsBehind.has(tensor.content)) contents.push(tensor.content);
      return tensor.value;
    }
    const symbol = symbolOf(machine, tensor.shape, tensor.dtype);
    contents.push(symbol.content);
    return symbol.value;
  });
  const record: LayerCall = { ...call, outcome, place: machine.here() };
  for (const content of contents) callsBehind.set(content, record);
  return outcome;
}
