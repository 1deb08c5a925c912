/** How PyTorch prints a tensor: four digits after the point, one width for all, long tensors shortened (torch/_tensor_str.py). */
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { defaultDtype } from './defaultDtype';
import { sizeOf, type Tensor } from '../../../tensor/tensor';

/** Above so many elements only the edges are shown, so many at each. */
const threshold = 1000;
const edge = 3;
const lineWidth = 80;

/** Its text; the shape alone where the numbers are not known. */
export function tensorText(recorder: Recorder, tensor: TensorValue): string {
  const head =
    tensor.content.kind === 'parameter' && tensor.type.name === 'Parameter' ? 'Parameter containing:\n' : '';
  return `${head}tensor(${numbersText(recorder, tensor)}${suffix(recorder, tensor)})`;
}

function suffix({ machine }: Recorder, tensor: TensorValue): string {
  const usual = [defaultDtype(machine), 'int64', 'bool'];
  const parts: string[] = [];
  const { shape } = tensor;
  const isEmpty = shape !== null && sizeOf(shape) === 0;
  if (isEmpty && shape.length !== 1) parts.push(`size=(${shape.join(', ')})`);
  if (!usual.includes(tensor.dtype) || (isEmpty && tensor.dtype === 'int64'))
    parts.push(`dtype=torch.${tensor.dtype}`);
  if (tensor.content.kind === 'parameter' ? tensor.content.parameter.requiresGrad : tensor.differentiable)
    parts.push('requires_grad=True');
  return parts.map((part) => `, ${part}`).join('');
}

function numbersText(recorder: Recorder, tensor: TensorValue): string {
  const known = recorder.known(tensor);
  if (!known) return tensor.shape ? `..., size=(${tensor.shape.join(', ')})` : '...';
  if (known.data.length === 0) return '[]';
  const shortened = known.data.length > threshold;
  const form = formOf(tensor, shown(known, shortened));
  return arrayText(known, 0, 0, 7, form, shortened);
}

/** The indices of an axis that are shown; -1 stands for those left out. */
function indicesOf(size: number, shortened: boolean): readonly number[] {
  if (!shortened || size <= 2 * edge) return [...Array(size).keys()];
  const ends = [...Array(edge).keys()];
  return [...ends, -1, ...ends.map((index) => size - edge + index)];
}

function shown({ shape, data }: Tensor, shortened: boolean): readonly number[] {
  const collect = (axis: number, start: number): readonly number[] => {
    if (axis === shape.length) return [data[start] ?? NaN];
    const stride = sizeOf(shape.slice(axis + 1));
    return indicesOf(shape[axis] ?? 0, shortened)
      .filter((index) => index >= 0)
      .flatMap((index) => collect(axis + 1, start + index * stride));
  };
  return collect(0, 0);
}

interface Form {
  readonly text: (value: number) => string;
  readonly width: number;
}

function formOf(tensor: TensorValue, values: readonly number[]): Form {
  const text = isFloating(tensor.dtype)
    ? floatForm(values)
    : tensor.dtype === 'bool'
      ? (value: number): string => (value === 0 ? 'False' : 'True')
      : String;
  return {
    text,
    width: tensor.shape?.length === 0 ? 0 : Math.max(...values.map((value) => text(value).length)),
  };
}

/** Whole floats end in a point, others have four digits, and powers of ten stand where sizes differ by more than a thousand. */
function floatForm(values: readonly number[]): (value: number) => string {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const whole = sizes.every(Number.isInteger);
  const wide = sizes.length > 0 && (most / least > 1000 || most > 1e8);
  const scientific = wide || (!whole && least < 1e-4);
  return (value) => {
    if (!Number.isFinite(value)) return String(value).replace('NaN', 'nan').replace('Infinity', 'inf');
    if (scientific) return value.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2');
    if (whole) return `${Object.is(value, -0) ? '-0' : String(value)}.`;
    return Object.is(value, -0) ? '-0.0000' : value.toFixed(4);
  };
}

function arrayText(
  known: Tensor,
  axis: number,
  start: number,
  indent: number,
  form: Form,
  shortened: boolean,
): string {
  const { shape, data } = known;
  if (axis === shape.length) return form.text(data[start] ?? NaN).padStart(form.width);
  const stride = sizeOf(shape.slice(axis + 1));
  const indices = indicesOf(shape[axis] ?? 0, shortened);
  const parts = indices.map((index) =>
    index < 0 ? '...' : arrayText(known, axis + 1, start + index * stride, indent + 1, form, shortened),
  );
  if (axis < shape.length - 1) {
    const gap = `,${'\n'.repeat(shape.length - axis - 1)}${' '.repeat(indent + 1)}`;
    return `[${parts.join(gap)}]`;
  }
  const perLine = Math.max(1, Math.floor((lineWidth - indent) / (form.width + 2)));
  const lines: string[] = [];
  for (let from = 0; from < parts.length; from += perLine)
    lines.push(parts.slice(from, from + perLine).join(', '));
  return `[${lines.join(`,\n${' '.repeat(indent + 1)}`)}]`;
}
