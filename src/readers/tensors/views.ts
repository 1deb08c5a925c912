/** Views: tensors that show a part of another one, see what is written into it, and write into it themselves. */
import type { AttributesOf, OpCall, OpName } from '../../ops/table';
import { fail } from '../python/values/exceptions';
import { spanOf } from '../python/values/place';
import { cast } from './arithmetic';
import { isFloating } from './elementTypes';
import type { Recorder } from './recorder';
import { startOf } from './starts';
import type { TensorValue } from './tensorValue';

/** The output of a call that shares its numbers with the base. */
export function viewOf(recorder: Recorder, base: TensorValue, call: OpCall): TensorValue {
  const [view] = viewsOf(recorder, base, call);
  if (!view) throw new RangeError(`${call.op} gives nothing`);
  return view;
}

/** All outputs of a call, each a view. */
export function viewsOf(recorder: Recorder, base: TensorValue, call: OpCall): readonly TensorValue[] {
  recorder.machine.goThrough(piecesOf(call, base));
  const results = recorder.applyAll(call, [base], { flavour: base.flavour });
  for (const [output, view] of results.entries()) {
    view.view = { base, call, output };
    view.seen = base.version;
  }
  return results;
}

/** Into how many tensors a call takes one apart. */
function piecesOf({ op, attributes }: OpCall, { shape }: TensorValue): number {
  if (op === 'unbind') return shape?.at(attributes.axis) ?? 1;
  if (op === 'chunk') return attributes.chunks;
  return op === 'split' ? attributes.sizes.length : 1;
}

/** Puts other numbers into a tensor, and into whatever it is a view of. The new ones are stretched to its shape. */
export function assign(recorder: Recorder, target: TensorValue, value: TensorValue): void {
  if (!target.shape || !value.shape) {
    replace(recorder, target, value);
    return;
  }
  const fitting = cast(recorder, stretched(recorder, value, target.shape), target.dtype);
  replace(recorder, target, fitting);
  const { view } = target;
  if (!view) return;
  recorder.refresh(view.base);
  const write = { recorder, base: view.base, output: view.output, value: fitting };
  const whole = written(write, view.call);
  assign(recorder, view.base, whole);
  target.seen = view.base.version;
}

/** The new numbers take the place of the old ones. A parameter that no run has used yet starts with them. */
function replace(recorder: Recorder, target: TensorValue, value: TensorValue): void {
  if (target.content.kind === 'parameter' && !recorder.tracing) {
    const { parameter } = target.content;
    parameter.initialisation = startOf(recorder, value);
    const place = recorder.machine.here();
    parameter.written = place && spanOf(place);
    target.version += 1;
    return;
  }
  target.content = value.content;
  target.differentiable = value.differentiable && isFloating(target.dtype);
  target.version += 1;
}

function stretched(recorder: Recorder, value: TensorValue, shape: readonly number[]): TensorValue {
  const own = value.shape ?? [];
  if (own.join() === shape.join()) return value;
  const surplus = own.length - shape.length;
  const fits = own.every((size, axis) =>
    axis < surplus ? size === 1 : size === 1 || size === shape[axis - surplus],
  );
  if (!fits) {
    const message = `expand(torch.FloatTensor{[${own.join(', ')}]}, size=[${shape.join(', ')}]): the number of sizes provided (${shape.length}) must be greater or equal to the number of dimensions in the tensor (${own.length})`;
    const sizes = `The expanded size of the tensor (${shape.at(-1) ?? 0}) must match the existing size (${own.at(-1) ?? 0}) at non-singleton dimension ${shape.length - 1}.  Target sizes: [${shape.join(', ')}].  Tensor sizes: [${own.join(', ')}]`;
    throw fail(recorder.machine, 'RuntimeError', surplus > 0 ? message : sizes);
  }
  const { flavour } = value;
  const trimmed =
    surplus > 0
      ? recorder.apply({ op: 'reshape', attributes: { sizes: own.slice(surplus) } }, [value], { flavour })
      : value;
  if (trimmed.shape?.join() === shape.join()) return trimmed;
  return recorder.apply({ op: 'expand', attributes: { sizes: shape } }, [trimmed], { flavour });
}

/** A view that is written into: what it is of, how it came from there, and its new numbers. */
interface Written {
  readonly recorder: Recorder;
  readonly base: TensorValue;
  readonly output: number;
  readonly value: TensorValue;
}

/** For every op that gives views: the base with the numbers of one of them replaced. */
const writers: {
  readonly [Name in OpName]?: (write: Written, attributes: AttributesOf<Name>) => TensorValue;
} = {
  reshape: reshapedBack,
  flatten: reshapedBack,
  squeeze: reshapedBack,
  unsqueeze: reshapedBack,
  transpose: ({ recorder, base: { flavour }, value }, attributes) =>
    recorder.apply({ op: 'transpose', attributes }, [value], { flavour }),
  permute: ({ recorder, base: { flavour }, value }, { axes }) => {
    const back = axes.map((_, axis) => axes.findIndex((from) => modulo(from, axes.length) === axis));
    return recorder.apply({ op: 'permute', attributes: { axes: back } }, [value], { flavour });
  },
  select: (write, { axis: given, index }) => {
    const shape = write.base.shape ?? [];
    const axis = modulo(given, shape.length);
    return spliced(withAxis(write, axis), { axis, start: modulo(index, shape[axis] ?? 0), step: 1 });
  },
  slice: (write, { axis, start, step }) =>
    spliced(write, { axis: modulo(axis, write.base.shape?.length ?? 0), start: start ?? 0, step }),
  split: (write, attributes) => piecesBack(write, { op: 'split', attributes }),
  chunk: (write, attributes) => piecesBack(write, { op: 'chunk', attributes }),
  unbind: (write, attributes) => {
    const axis = modulo(attributes.axis, write.base.shape?.length ?? 0);
    return spliced(withAxis(write, axis), { axis, start: write.output, step: 1 });
  },
};

/** The base with the numbers of one of its views replaced. */
function written(write: Written, { op, attributes }: OpCall): TensorValue {
  // The table's rows take the attributes of their own op, which the call carries.
  const writer = writers[op] as ((write: Written, attributes: unknown) => TensorValue) | undefined;
  if (writer) return writer(write, attributes);
  const message = `writing into what ${op} gives is not done yet`;
  throw fail(write.recorder.machine, 'NotImplementedError', message);
}

function reshapedBack({ recorder, base: { flavour, shape }, value }: Written): TensorValue {
  return recorder.apply({ op: 'reshape', attributes: { sizes: shape ?? [] } }, [value], { flavour });
}

function withAxis(write: Written, axis: number): Written {
  const { recorder, base, value } = write;
  const row = recorder.apply({ op: 'unsqueeze', attributes: { axis } }, [value], { flavour: base.flavour });
  return { ...write, value: row };
}

function piecesBack(write: Written, call: OpCall<'split' | 'chunk'>): TensorValue {
  const { recorder, base, output } = write;
  const axis = modulo(call.attributes.axis, base.shape?.length ?? 0);
  const all = recorder.applyAll(call, [base], { flavour: base.flavour });
  const start = all.slice(0, output).reduce((sum, piece) => sum + (piece.shape?.[axis] ?? 0), 0);
  return spliced(write, { axis, start, step: 1 });
}

function modulo(index: number, size: number): number {
  return index < 0 ? index + size : index;
}

/** Rows of an axis replaced: those from `start` on, `step` apart. */
function spliced(
  { recorder, base, value }: Written,
  { axis, start, step }: { readonly axis: number; readonly start: number; readonly step: number },
): TensorValue {
  const { flavour } = base;
  const size = base.shape?.[axis] ?? 0;
  const count = value.shape?.[axis] ?? 0;
  if (count === size) return value;
  const on = (call: OpCall, args: readonly TensorValue[]): TensorValue =>
    recorder.apply(call, args, { flavour });
  const concat = (args: readonly TensorValue[]): TensorValue =>
    on({ op: 'concat', attributes: { axis } }, args);
  if (step === 1) {
    const part = (from: number, to: number): readonly TensorValue[] =>
      from === to ? [] : [on({ op: 'slice', attributes: { axis, start: from, end: to, step: 1 } }, [base])];
    return concat([...part(0, start), value, ...part(start + count, size)]);
  }
  const order = Array.from({ length: size }, (_, index) => {
    const place = (index - start) / step;
    return Number.isInteger(place) && place >= 0 && place < count ? size + place : index;
  });
  const indices = recorder.constant(flavour, 'int64', [size], order);
  return on({ op: 'index-select', attributes: { axis } }, [concat([base, value]), indices]);
}
