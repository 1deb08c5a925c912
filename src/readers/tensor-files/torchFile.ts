/**
 * Checkpoints of PyTorch (`torch.save`): a zip with a pickle that describes tensors, and one file for each storage of their elements. The pickle
 * is read as data; a name in it that is not of a tensor or a plain container is refused, and nothing is ever called.
 */
import type { ByteSource } from '../../base/byteSource';
import { byteCount, shapeText, wholeNumber } from '../../base/numbers';
import type { TensorEntry } from '../../tensor/entry';
import type { Tensor } from '../../tensor/tensor';
import { unpickle, type Pickled, type PickleMeanings } from './pickle';
import {
  countOf,
  nameOfStored,
  readElements,
  storedTypes,
  TensorFileError,
  type NamedTensors,
  type StoredType,
} from './tensors';
import { mostUnpacked, type ZipEntry } from './zip';

/** Element types by the name of their typed storage. */
const storages: Readonly<Record<string, StoredType | undefined>> = {
  'torch.DoubleStorage': storedTypes.float64,
  'torch.FloatStorage': storedTypes.float32,
  'torch.HalfStorage': storedTypes.float16,
  'torch.BFloat16Storage': storedTypes.bfloat16,
  'torch.LongStorage': storedTypes.int64,
  'torch.IntStorage': storedTypes.int32,
  'torch.ShortStorage': storedTypes.int16,
  'torch.CharStorage': storedTypes.int8,
  'torch.ByteStorage': storedTypes.uint8,
  'torch.BoolStorage': storedTypes.bool,
};

/** Everything that may be met besides storages. */
const rebuildTensor = 'torch._utils._rebuild_tensor_v2';
const rebuildParameter = 'torch._utils._rebuild_parameter';
const plainNames = new Set([rebuildTensor, rebuildParameter, 'collections.OrderedDict', 'torch.Size']);

/** Tensors and containers that are walked at most: shared containers could make them endless. */
const mostVisited = 100_000;
const deepest = 64;

/** Under these keys a checkpoint keeps the tensors of the model beside those of the optimizer, most telling first. */
const modelKeys = [
  'state_dict',
  'model_state_dict',
  'model_state',
  'model',
  'module',
  'net',
  'network',
  'weights',
  'params',
];

/** Wrappers put these before every name (DataParallel, torch.compile). */
const wrappers = ['module.', '_orig_mod.'];

/** Where the pickle of a checkpoint stands in its zip; undefined: it is none. */
export function pickleOf(entries: ReadonlyMap<string, ZipEntry>): ZipEntry | undefined {
  return [...entries.values()].find(({ name }) => /^(?:[^/]+\/)?data\.pkl$/.test(name));
}

/**
 * Whether the bytes begin as a pickle of protocol 2 or newer, as `torch.save` wrote checkpoints before version 1.6. A safetensors file may begin
 * with the same two bytes, but then its length, below 2^32, has zeros behind them.
 */
export function isPickle(bytes: Uint8Array): boolean {
  const protocol = bytes[1] ?? 0;
  return (
    bytes[0] === 0x80 && protocol >= 2 && protocol <= 5 && bytes.subarray(4, 8).some((byte) => byte !== 0)
  );
}

/** Says why a bare pickle is not read. @throws TensorFileError always */
export function refusePickle(): never {
  throw new TensorFileError(
    'it is a bare pickle, as PyTorch wrote before version 1.6, which is not read; load it in PyTorch and save its state_dict anew with torch.save, or as safetensors',
  );
}

/** Reads the tensors of the model by their names in its state_dict. @throws UnreadableFile */
export function readTorchFile(entries: ReadonlyMap<string, ZipEntry>, pickle: ZipEntry): NamedTensors {
  const order = entries.get(`${folderOf(pickle)}byteorder`)?.read();
  const littleEndian = order === undefined || new TextDecoder().decode(order).trim() !== 'big';
  const storageOf = storageReader(entries, folderOf(pickle));
  const tensors = new Map<string, Tensor>();
  let bytes = 0;
  for (const [name, tensor] of modelTensors(pickle)) {
    bytes += bytesOf(tensor);
    if (bytes > mostUnpacked) {
      throw new TensorFileError(
        `its tensors take ${byteCount(bytes)} and more, over ${byteCount(mostUnpacked)}`,
      );
    }
    tensors.set(name, elementsOf(name, tensor, storageOf(tensor.storage), littleEndian));
  }
  return tensors;
}

/** What the pickle says of the tensors of the model; no element is looked at. @throws UnreadableFile */
export function listTorchFile(
  entries: ReadonlyMap<string, ZipEntry>,
  pickle: ZipEntry,
): readonly TensorEntry[] {
  const sizeOf = storageReader(entries, folderOf(pickle));
  return [...modelTensors(pickle)].map(([name, tensor]) => {
    const bytes = bytesOf(tensor);
    reachOf(name, tensor);
    sizeOf(tensor.storage);
    return { name, shape: tensor.shape, type: nameOfStored(tensor.storage.stored), bytes };
  });
}

function folderOf({ name }: ZipEntry): string {
  return name.slice(0, -'data.pkl'.length);
}

function modelTensors(pickle: ZipEntry): ReadonlyMap<string, TensorRef> {
  const { value } = unpickle(pickle.read(), meanings);
  return unwrapped(tensorsIn(modelOf(value)));
}

function bytesOf({ shape, storage }: TensorRef): number {
  return countOf(shape) * storage.stored.bytes;
}

interface StorageRef {
  readonly kind: 'storage';
  readonly stored: StoredType;
  readonly key: string;
  readonly count: number;
}

interface TensorRef {
  readonly kind: 'tensor';
  readonly storage: StorageRef;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

const meanings: PickleMeanings = {
  allow: (name) => {
    if (plainNames.has(name) || Object.hasOwn(storages, name)) return;
    const hint =
      name.startsWith('__main__.') || /\.nn\./.test(name)
        ? '; save model.state_dict() in place of the model'
        : '';
    throw new TensorFileError(
      `its pickle asks for ${name.length > 80 ? `${name.slice(0, 80)}...` : name}, and nothing but tensors and plain containers is ever loaded from one${hint}`,
    );
  },
  call: (name, args) => {
    if (name === rebuildTensor) return { kind: 'made', value: tensorOf(args) };
    const [first] = args;
    if (name === rebuildParameter && first && isTensor(first)) return first;
    if (name === 'collections.OrderedDict') return { kind: 'dict', pairs: [] };
    if (name === 'torch.Size' && (first?.kind === 'tuple' || first?.kind === 'list')) return first;
    throw new TensorFileError(`its pickle calls ${name} with what does not belong there`);
  },
  outside: (id) => ({ kind: 'made', value: storageOf(id) }),
};

/** ('storage', its class, its file, where it lay, its number of elements). */
function storageOf(id: Pickled): StorageRef {
  const [word, type, key, , count] = id.kind === 'tuple' ? id.items : [];
  const stored = type?.kind === 'global' ? storages[type.name] : undefined;
  const known =
    word?.kind === 'text' && word.value === 'storage' && key?.kind === 'text' && count?.kind === 'number';
  if (!known || !stored) throw new TensorFileError('its pickle refers to a storage that cannot be read');
  return { kind: 'storage', stored, key: key.value, count: count.value };
}

/** (storage, offset, shape, strides, requires_grad, hooks), all in elements. */
function tensorOf([storage, offset, shape, strides]: readonly Pickled[]): TensorRef {
  const sizes = sizesOf(shape);
  const steps = sizesOf(strides);
  const ref = storage?.kind === 'made' ? storage.value : undefined;
  if (!isStorage(ref) || offset?.kind !== 'number' || !sizes || steps?.length !== sizes.length) {
    throw new TensorFileError('its pickle describes a tensor that cannot be read');
  }
  return { kind: 'tensor', storage: ref, offset: offset.value, shape: sizes, strides: steps };
}

function sizesOf(value: Pickled | undefined): readonly number[] | undefined {
  if (value?.kind !== 'tuple' && value?.kind !== 'list') return undefined;
  const sizes = value.items.flatMap((item) => (item.kind === 'number' ? [item.value] : []));
  return sizes.length === value.items.length ? sizes : undefined;
}

function isStorage(value: unknown): value is StorageRef {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'storage';
}

function isTensorRef(value: unknown): value is TensorRef {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tensor';
}

function isTensor(value: Pickled): boolean {
  return value.kind === 'made' && isTensorRef(value.value);
}

/** The part of a checkpoint that holds the model: itself, or what stands under one of the usual keys. */
function modelOf(value: Pickled, depth = 0): Pickled {
  if (value.kind !== 'dict' || depth > 2 || value.pairs.some(([, each]) => isTensor(each))) return value;
  for (const key of modelKeys) {
    const inner = value.pairs.find(([name]) => name.kind === 'text' && name.value === key)?.[1];
    if (inner?.kind === 'dict' && inner.pairs.length > 0) return modelOf(inner, depth + 1);
  }
  return value;
}

/** All tensors below a value by their dotted names; what is no tensor and no container is passed over. */
function tensorsIn(root: Pickled): ReadonlyMap<string, TensorRef> {
  const tensors = new Map<string, TensorRef>();
  let visited = 0;
  const walk = (value: Pickled, name: string, depth: number): void => {
    visited += 1;
    if (visited > mostVisited || depth > deepest) {
      throw new TensorFileError(
        `its containers hold more than ${wholeNumber(mostVisited)} things, or each other`,
      );
    }
    const below = (key: string): string => (name === '' ? key : `${name}.${key}`);
    if (value.kind === 'made' && isTensorRef(value.value)) tensors.set(name, value.value);
    else if (value.kind === 'list' || value.kind === 'tuple')
      value.items.forEach((item, index) => walk(item, below(String(index)), depth + 1));
    else if (value.kind === 'dict')
      for (const [key, item] of value.pairs) {
        if (key.kind === 'text' || key.kind === 'number') walk(item, below(String(key.value)), depth + 1);
      }
  };
  walk(root, '', 0);
  return tensors;
}

function unwrapped(tensors: ReadonlyMap<string, TensorRef>): ReadonlyMap<string, TensorRef> {
  const names = [...tensors.keys()];
  const wrapper = wrappers.find((each) => names.length > 0 && names.every((name) => name.startsWith(each)));
  if (wrapper === undefined) return tensors;
  return new Map([...tensors].map(([name, tensor]) => [name.slice(wrapper.length), tensor]));
}

/** Finds the bytes of storages, each within its own file of the archive. */
function storageReader(
  entries: ReadonlyMap<string, ZipEntry>,
  folder: string,
): (storage: StorageRef) => ByteSource {
  const known = new Map<string, ByteSource>();
  return ({ key, stored, count }) => {
    const bytes = known.get(key) ?? entries.get(`${folder}data/${key}`)?.content();
    if (!bytes || !(Number.isSafeInteger(count) && count >= 0) || count * stored.bytes > bytes.size) {
      throw new TensorFileError(`its storage ${key.slice(0, 40)} is missing or too short`);
    }
    known.set(key, bytes);
    return bytes;
  };
}

/** How many elements of its storage a tensor spans from its first one on. @throws TensorFileError when they are not there */
function reachOf(name: string, { storage, offset, shape, strides }: TensorRef): number {
  const count = countOf(shape);
  const reach = shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), 1);
  const fits = [offset, ...strides].every((each) => Number.isSafeInteger(each) && each >= 0);
  if (!fits || (count > 0 && offset + reach > storage.count)) {
    throw new TensorFileError(`the tensor "${name}" of shape ${shapeText(shape)} reaches beyond its storage`);
  }
  return count === 0 ? 0 : reach;
}

/** The elements of a view of a storage, row-major. */
function elementsOf(name: string, tensor: TensorRef, storage: ByteSource, littleEndian: boolean): Tensor {
  const { offset, shape, strides } = tensor;
  const { stored } = tensor.storage;
  const size = stored.bytes;
  const bytes = storage.read(offset * size, (offset + reachOf(name, tensor)) * size);
  const format = { name, shape, stored, littleEndian, columnMajor: false };
  let step = 1;
  const rowMajor = shape.reduceRight((same, each, axis) => {
    const fitting = each === 1 || strides[axis] === step;
    step *= each;
    return same && fitting;
  }, true);
  const count = countOf(shape);
  if (rowMajor || count === 0) return readElements(bytes, format);
  const gathered = new Uint8Array(count * size);
  const index = shape.map(() => 0);
  let source = 0;
  for (let position = 0; position < count; position += 1) {
    gathered.set(bytes.subarray(source * size, (source + 1) * size), position * size);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const next = (index[axis] ?? 0) + 1;
      source += strides[axis] ?? 0;
      index[axis] = next;
      if (next < (shape[axis] ?? 0)) break;
      source -= next * (strides[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return readElements(gathered, format);
}
