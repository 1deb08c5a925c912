/** One tensor as several: split, chunk, unbind and their kin. */
import { fail } from '../../python/values/exceptions';
import { tuple } from '../../python/values/make';
import { classOf, unwrap } from '../../python/values/classes';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import { viewsOf } from '../../tensors/views';
import { axisOf, tensorArgument } from '../values/arguments';
import { whole, wholes } from '../../tensors/arguments';
import { shapedArgument } from '../values/shaped';
import { ShapeUnknown, type Shaped } from '../../tensors/shaped';
import { torchFunction, usual, type TorchFunction } from './row';
import { tensorIn } from '../../tensors/tensorValue';

/** Pieces of the given sizes, each a view. */
function pieces(recorder: Recorder, input: Shaped, sizes: readonly number[], axis: number): Value {
  if (sizes.length === 0) return tuple([]);
  const views = viewsOf(recorder, input, { op: 'split', attributes: { sizes, axis } });
  return tuple(views.map(({ value }) => value));
}

/** Pieces of one size, the last one smaller if need be. */
function equalPieces(recorder: Recorder, size: number, each: number): readonly number[] {
  const count = Math.max(1, Math.ceil(size / Math.max(1, each)));
  recorder.machine.allocate(count, 'pieces');
  recorder.machine.step(count);
  return Array.from({ length: count }, (_, place) => Math.min(each, size - place * each));
}

function split(recorder: Recorder, input: Shaped, asked: Value, dim: Value): Value {
  const { machine } = recorder;
  const axis = axisOf(machine, dim, input.shape.length);
  const size = input.shape[axis] ?? 0;
  const plain = unwrap(asked);
  if (plain.kind === 'list' || plain.kind === 'tuple') {
    return splitWithSizes(recorder, input, wholes(machine, plain), axis);
  }
  if (plain.kind === 'float' || plain.kind === 'str') {
    const message = `split_with_sizes(): argument 'split_sizes' (position 2) must be tuple of ints, not ${classOf(asked).name}`;
    throw fail(machine, 'TypeError', message);
  }
  const each = whole(machine, asked);
  if (each < 0) {
    throw fail(
      machine,
      'RuntimeError',
      `split expects split_size be non-negative, but got split_size=${each}`,
    );
  }
  if (each === 0 && size !== 0) {
    const message = `split_size can only be 0 if dimension size is 0, but got dimension size of ${size}`;
    throw fail(machine, 'RuntimeError', message);
  }
  return pieces(recorder, input, equalPieces(recorder, size, each), axis);
}

function splitWithSizes(recorder: Recorder, input: Shaped, sizes: readonly number[], axis: number): Value {
  const size = input.shape[axis] ?? 0;
  if (sizes.reduce((sum, each) => sum + each, 0) !== size || sizes.some((each) => each < 0)) {
    const message = `split_with_sizes expects split_sizes to sum exactly to ${size} (input tensor's size at dimension ${axis}), but got split_sizes=[${sizes.join(', ')}]`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  return pieces(recorder, input, sizes, axis);
}

function chunk(recorder: Recorder, input: Shaped, chunks: Value, dim: Value): Value {
  const { machine } = recorder;
  if (unwrap(chunks).kind === 'float') {
    throw fail(machine, 'TypeError', "chunk(): argument 'chunks' (position 1) must be int, not float");
  }
  const count = whole(machine, chunks);
  const axis = axisOf(machine, dim, input.shape.length);
  if (count <= 0) {
    throw fail(machine, 'RuntimeError', `chunk expects \`chunks\` to be greater than 0, got: ${count}`);
  }
  machine.step(count);
  const views = viewsOf(recorder, input, { op: 'chunk', attributes: { chunks: count, axis } });
  return tuple(views.map(({ value }) => value));
}

/** Sections whose sizes differ by one at most, or pieces between indices. */
function tensorSplit(recorder: Recorder, input: Shaped, asked: Value, axis: number): Value {
  const { machine } = recorder;
  const size = input.shape[axis] ?? 0;
  const tensor = tensorIn(asked);
  const known = tensor && recorder.known(tensor);
  const plain = unwrap(asked);
  const places = known?.shape.length === 1 ? Array.from(known.data) : null;
  if (places || plain.kind === 'list' || plain.kind === 'tuple') {
    const cuts = (places ?? wholes(machine, plain)).map((place) => {
      const counted = place < 0 ? place + size : place;
      return Math.min(size, Math.max(0, counted));
    });
    const ends = [...cuts, size];
    return pieces(
      recorder,
      input,
      ends.map((end, place) => Math.max(0, end - (cuts[place - 1] ?? 0))),
      axis,
    );
  }
  const count = whole(machine, asked);
  if (count <= 0) {
    throw fail(machine, 'RuntimeError', `number of sections must be larger than 0, got ${count}`);
  }
  machine.allocate(count, 'pieces');
  const sizes = Array.from(
    { length: count },
    (_, place) => Math.floor(size / count) + (place < size % count ? 1 : 0),
  );
  return pieces(recorder, input, sizes, axis);
}

/** hsplit and its kin: torch.tensor_split along a fixed axis into equal parts. */
function splitAlong(name: string, axisIn: (rank: number) => number): TorchFunction {
  return torchFunction(name, 'input, indices_or_sections', usual, (recorder, self, asked) => {
    const { machine } = recorder;
    const input = shapedArgument(recorder, self, name);
    const axis = axisIn(input.shape.length);
    const size = input.shape[axis] ?? 0;
    const plain = unwrap(asked);
    const count = plain.kind === 'int' ? Number(plain.value) : 1;
    if (count <= 0 || size % count !== 0) {
      const message = `torch.${name} attempted to split along dimension ${axis}, but the size of the dimension ${size} is not divisible by the split_size ${count}!`;
      throw fail(machine, 'RuntimeError', message);
    }
    return tensorSplit(recorder, input, asked, axis);
  });
}

/** As many grey nodes as there would be pieces, where the shape is not known but the count is. */
function orGrey(recorder: Recorder, self: Value, count: number | null, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ShapeUnknown) || count === null) throw error;
    const { unknown } = error;
    const input = tensorArgument(recorder.machine, self, 'split()');
    recorder.machine.allocate(count, 'pieces');
    return tuple(Array.from({ length: count }, () => recorder.opaque(unknown, [input], input.flavour).value));
  }
}

function lengthOf(value: Value): number | null {
  const plain = unwrap(value);
  return plain.kind === 'list' || plain.kind === 'tuple' ? plain.items.length : null;
}

export const splitFunctions: readonly TorchFunction[] = [
  torchFunction(
    'split',
    'tensor, split_size_or_sections=None, dim=0, *, split_size=None',
    usual,
    (recorder, self, asked, dim, size) => {
      const wanted = asked.kind === 'none' ? size : asked;
      return orGrey(recorder, self, lengthOf(wanted), () =>
        split(recorder, shapedArgument(recorder, self, 'split', 'tensor'), wanted, dim),
      );
    },
  ),
  torchFunction('split_with_sizes', 'input, split_sizes, dim=0', usual, (recorder, self, sizes, dim) =>
    split(recorder, shapedArgument(recorder, self, 'split_with_sizes'), sizes, dim),
  ),
  torchFunction('chunk', 'input, chunks, dim=0', usual, (recorder, self, chunks, dim) =>
    orGrey(recorder, self, chunks.kind === 'int' ? Number(chunks.value) : null, () =>
      chunk(recorder, shapedArgument(recorder, self, 'chunk'), chunks, dim),
    ),
  ),
  torchFunction(
    'tensor_split',
    'input, indices_or_sections=None, dim=0, *, sections=None, indices=None',
    usual,
    (recorder, self, asked, dim, sections, indices) => {
      const input = shapedArgument(recorder, self, 'tensor_split');
      const axis = axisOf(recorder.machine, dim, input.shape.length);
      const wanted = [asked, sections, indices].find(({ kind }) => kind !== 'none') ?? asked;
      return tensorSplit(recorder, input, wanted, axis);
    },
  ),
  torchFunction('unbind', 'input, dim=0', usual, (recorder, self, dim) => {
    const input = shapedArgument(recorder, self, 'unbind');
    const axis = axisOf(recorder.machine, dim, input.shape.length);
    const rows = viewsOf(recorder, input, { op: 'unbind', attributes: { axis } });
    return tuple(rows.map(({ value }) => value));
  }),
  splitAlong('hsplit', (rank) => (rank === 1 ? 0 : 1)),
  splitAlong('vsplit', () => 0),
  splitAlong('dsplit', () => 2),
];
