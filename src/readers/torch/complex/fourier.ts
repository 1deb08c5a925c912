/** torch.fft: discrete Fourier transforms as products with the matrix of their waves, axis after axis. */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { number, whole, wholes } from '../../tensors/arguments';
import { pair } from '../../tensors/arithmetic';
import type { DtypeName } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { withShape } from '../../tensors/shaped';
import type { TensorValue } from '../../tensors/tensorValue';
import { asFloats, inputOf, on } from '../functions/folding';
import { matrixProduct } from '../functions/matrixProduct';
import { asLeaf, makingTail, newDtype } from '../functions/made';
import { torchFunction, type TorchFunction } from '../functions/row';
import { checkedAxis } from '../values/arguments';
import { torchFlavour } from '../values/flavour';
import { typeWord } from '../values/typeWords';
import { withImaginary, zerosLike, type ComplexParts } from './arithmetic';
import { complexValue, refuse, torchComplexIn } from './complexTensor';

/** Points along one axis; with more the matrix of waves is too large. */
const mostPoints = 1024;

/** Complex numbers, or real ones: then there is no imaginary part. */
interface Signal {
  readonly real: TensorValue;
  readonly imaginary: TensorValue | null;
}

/** Forward transforms turn clockwise. */
type Direction = 'forward' | 'inverse';

/** How one axis is transformed. */
interface Along {
  readonly axis: number;
  /** Points of the transform; what is missing is 0. */
  readonly points: number;
  readonly direction: Direction;
  readonly scale: number;
}

/** The cosines and sines of a transform: rows are points that come in, columns points that go out. */
interface Waves {
  readonly cosines: TensorValue;
  readonly sines: TensorValue;
}

const wavesKey = 'waves of Fourier transforms';

/** What a table of waves is made for. */
interface WavesOrder extends Pick<Along, 'points' | 'scale'> {
  readonly rows: number;
  readonly columns: number;
  /** Whether rows stand for their mirror images too. */
  readonly mirrored: boolean;
  readonly dtype: DtypeName;
}

/** scale cos and scale sin of 2 pi row column / points; made once for each run of a program. */
function wavesOf(recorder: Recorder, order: WavesOrder): Waves {
  const { rows, columns, points, scale, mirrored, dtype } = order;
  const { machine } = recorder;
  const found = machine.keep.get(wavesKey);
  const known = found instanceof Map ? (found as Map<string, Waves>) : new Map<string, Waves>(); // put there below
  machine.keep.set(wavesKey, known);
  const key = [rows, columns, points, scale, mirrored, dtype].join();
  const already = known.get(key);
  if (already) return already;
  machine.step(rows * columns);
  machine.allocate(2 * rows * columns, 'numbers');
  const weights = Array.from({ length: rows }, (_, row) =>
    mirrored && row !== 0 && 2 * row !== points ? 2 * scale : scale,
  );
  const table = (wave: (angle: number) => number): TensorValue => {
    // Products are taken modulo the points, so that large ones lose no digits.
    const circle = Float64Array.from({ length: points }, (_, step) => wave((2 * Math.PI * step) / points));
    const numbers = new Float64Array(rows * columns);
    for (const [row, weight] of weights.entries())
      for (let column = 0; column < columns; column += 1)
        numbers[row * columns + column] = weight * (circle[(row * column) % points] ?? 0);
    return recorder.constant(torchFlavour, dtype, [rows, columns], numbers);
  };
  const waves = { cosines: table(Math.cos), sines: table(Math.sin) };
  known.set(key, waves);
  return waves;
}

function sizeAlong({ shape }: TensorValue, axis: number): number {
  return shape?.[axis] ?? 0;
}

/** Products of a signal with waves along an axis: each part with cosines and with sines. */
function alongAxis(
  recorder: Recorder,
  { real, imaginary }: Signal,
  axis: number,
  order: Omit<WavesOrder, 'rows' | 'dtype'>,
): {
  readonly of: (part: 'real' | 'imaginary', wave: keyof Waves) => TensorValue | null;
  readonly back: (product: TensorValue) => TensorValue;
} {
  const { machine } = recorder;
  if (order.points < 1)
    throw fail(machine, 'RuntimeError', `Invalid number of data points (${order.points}) specified`);
  if (order.points > mostPoints) refuse(machine, `A Fourier transform of more than ${mostPoints} points`);
  const most = order.mirrored ? Math.floor(order.points / 2) + 1 : order.points;
  const rows = Math.min(sizeAlong(real, axis), most);
  const waves = wavesOf(recorder, { ...order, rows, dtype: real.dtype });
  const last = (real.shape?.length ?? 1) - 1;
  const turned = (part: TensorValue): TensorValue =>
    axis === last
      ? part
      : on(recorder, { op: 'transpose', attributes: { firstAxis: axis, secondAxis: last } }, part);
  const ready = (part: TensorValue): TensorValue => {
    const moved = turned(part);
    if (sizeAlong(part, axis) === rows) return moved;
    return on(recorder, { op: 'slice', attributes: { axis: last, start: 0, end: rows, step: 1 } }, moved);
  };
  const parts = { real: ready(real), imaginary: imaginary && ready(imaginary) };
  return {
    of: (part, wave) => {
      const numbers = parts[part];
      return numbers && matrixProduct(recorder, numbers, waves[wave]);
    },
    back: turned,
  };
}

/** One axis to complex numbers; `half`: only up to the middle, as of real signals the rest mirrors it. */
function transformed(recorder: Recorder, signal: Signal, along: Along, half = false): ComplexParts {
  const { axis, points, scale, direction } = along;
  const columns = half ? Math.floor(points / 2) + 1 : points;
  const { of, back } = alongAxis(recorder, signal, axis, { points, scale, columns, mirrored: false });
  const isForward = direction === 'forward';
  const sum = (a: TensorValue | null, b: TensorValue | null, name: 'add' | 'subtract'): TensorValue => {
    if (a && b) return back(pair(recorder, name, a, b));
    if (a) return back(a);
    if (!b) throw new RangeError('a signal has a real part');
    return back(name === 'add' ? b : on(recorder, { op: 'negate', attributes: {} }, b));
  };
  return {
    real: sum(of('real', 'cosines'), of('imaginary', 'sines'), isForward ? 'add' : 'subtract'),
    imaginary: sum(of('imaginary', 'cosines'), of('real', 'sines'), isForward ? 'subtract' : 'add'),
  };
}

/** One axis that holds half of a spectrum to real numbers. */
function toReal(recorder: Recorder, signal: Signal, { axis, points, scale, direction }: Along): TensorValue {
  const order = { points, scale, columns: points, mirrored: true };
  const { of, back } = alongAxis(recorder, signal, axis, order);
  const [even, odd] = [of('real', 'cosines'), of('imaginary', 'sines')];
  if (!even) throw new RangeError('a signal has a real part');
  if (!odd) return back(even);
  return back(pair(recorder, direction === 'forward' ? 'add' : 'subtract', even, odd));
}

/** A complex or real argument; whole numbers become floats. */
function signalOf(recorder: Recorder, input: Value, name: string): Signal {
  const complex = torchComplexIn(input);
  if (complex) return { real: withShape(recorder, complex.real), imaginary: complex.imaginary };
  return {
    real: asFloats(recorder, withShape(recorder, inputOf(recorder, input, `fft_${name}`))),
    imaginary: null,
  };
}

/** A real argument. Raises PyTorch's RuntimeError for complex ones. */
function realSignalOf(recorder: Recorder, input: Value, name: string): Signal {
  const complex = torchComplexIn(input);
  if (!complex) return signalOf(recorder, input, name);
  const called = name.replace(/2$/, 'n');
  const wanted = called.endsWith('n') ? 'a real-valued' : 'a real';
  const message = `${called} expects ${wanted} input tensor, but got Complex${typeWord(complex.real.dtype)}`;
  throw fail(recorder.machine, 'RuntimeError', message);
}

/** What a transform of so many points is multiplied with (norm=). Raises PyTorch's RuntimeError for unknown words. */
function scaleOf({ machine }: Recorder, norm: Value, points: number, direction: Direction): number {
  const plain = unwrap(norm);
  const word = plain.kind === 'str' ? plain.value : plain.kind === 'none' ? 'backward' : null;
  if (word === 'ortho') return 1 / Math.sqrt(points);
  if (word === 'forward' || word === 'backward')
    return (word === 'forward') === (direction === 'forward') ? 1 / points : 1;
  throw fail(machine, 'RuntimeError', `Invalid normalization mode: "${word ?? ''}"`);
}

/** The axis of a transform of one axis. */
function axisGiven(recorder: Recorder, { real }: Signal, dim: Value): number {
  const { machine } = recorder;
  const axis = whole(machine, dim);
  const rank = real.shape?.length ?? 1;
  if (rank > 0) return checkedAxis(machine, axis, rank);
  throw fail(machine, 'IndexError', `Dimension specified as ${axis} but tensor has no dimensions`);
}

/** A transform of one axis. */
function ofOneAxis(
  name: string,
  direction: Direction,
  kind: 'complex' | 'from real' | 'to real',
): TorchFunction {
  const signature = 'input, n=None, dim=-1, norm=None, *, out=None';
  return torchFunction(name, signature, ['fft'], (recorder, input, n, dim, norm) => {
    const signal =
      kind === 'from real' ? realSignalOf(recorder, input, name) : signalOf(recorder, input, name);
    const axis = axisGiven(recorder, signal, dim);
    const own = sizeAlong(signal.real, axis);
    const usual = kind === 'to real' ? 2 * (own - 1) : own;
    const points = n.kind === 'none' ? usual : whole(recorder.machine, n);
    const along = { axis, points, direction, scale: scaleOf(recorder, norm, points, direction) };
    if (kind === 'to real') return toReal(recorder, signal, along).value;
    return complexValue(transformed(recorder, signal, along, kind === 'from real'));
  });
}

/** Axes and how many points each of them has; null where nobody says it. */
interface AxesGiven {
  readonly axes: readonly number[];
  readonly points: readonly (number | null)[];
}

function axesGiven(recorder: Recorder, { real }: Signal, s: Value, dim: Value): AxesGiven {
  const { machine } = recorder;
  const rank = real.shape?.length ?? 0;
  const sizes = s.kind === 'none' ? null : wholes(machine, s);
  const given = dim.kind === 'none' ? null : wholes(machine, dim);
  const axes = given?.map((axis) => checkedAxis(machine, axis, rank));
  if (axes?.some((axis, place) => axes.indexOf(axis) !== place))
    throw fail(machine, 'RuntimeError', 'FFT dims must be unique');
  if (axes && sizes && axes.length !== sizes.length)
    throw fail(machine, 'RuntimeError', 'When given, dim and shape arguments must have the same length');
  if (sizes && sizes.length > rank) {
    const message = `Got shape with ${sizes.length} values but input tensor only has ${rank} dimensions.`;
    throw fail(machine, 'RuntimeError', message);
  }
  const count = sizes?.length ?? rank;
  const found = axes ?? Array.from({ length: count }, (_, place) => rank - count + place);
  const points = found.map((_, place) => {
    const size = sizes?.[place];
    return size === undefined || size === -1 ? null : size;
  });
  return { axes: found, points };
}

/** A transform of several axes: that of the last one makes real numbers complex, or gives them back. */
function ofAxes(
  name: string,
  usualAxes: string,
  direction: Direction,
  kind: 'complex' | 'from real' | 'to real',
): TorchFunction {
  const signature = `input, s=None, dim=${usualAxes}, norm=None, *, out=None`;
  return torchFunction(name, signature, ['fft'], (recorder, input, s, dim, norm) => {
    let signal = kind === 'from real' ? realSignalOf(recorder, input, name) : signalOf(recorder, input, name);
    const { axes, points } = axesGiven(recorder, signal, s, dim);
    const all = axes.map((axis, place): Along => {
      const own = sizeAlong(signal.real, axis);
      const isLast = place === axes.length - 1;
      const count = points[place] ?? (kind === 'to real' && isLast ? 2 * (own - 1) : own);
      return { axis, points: count, direction, scale: scaleOf(recorder, norm, count, direction) };
    });
    const last = all.at(-1);
    if (!last) {
      if (kind === 'complex') return complexValue(withImaginary(recorder, signal.real));
      const called = name.replace(/2$/, 'n');
      throw fail(recorder.machine, 'RuntimeError', `${called} must transform at least one axis`);
    }
    const others = all.slice(0, -1);
    if (kind === 'from real') signal = transformed(recorder, signal, last, true);
    for (const along of kind === 'complex' ? all : others) signal = transformed(recorder, signal, along);
    if (kind === 'to real') return toReal(recorder, signal, last).value;
    return complexValue({
      real: signal.real,
      imaginary: signal.imaginary ?? zerosLike(recorder, signal.real),
    });
  });
}

/** torch.fft.fftshift and its way back: half a turn along axes. */
function shifted(name: string, sign: 1 | -1): TorchFunction {
  return torchFunction(name, 'input, dim=None', ['fft'], (recorder, input, dim) => {
    const complex = torchComplexIn(input);
    const parts = complex ? [complex.real, complex.imaginary] : [inputOf(recorder, input, name)];
    const [real, imaginary] = parts.map((part) => {
      const { shape } = withShape(recorder, part);
      const given = dim.kind === 'none' ? [...shape.keys()] : wholes(recorder.machine, dim);
      const axes = given.map((axis) => checkedAxis(recorder.machine, axis, shape.length));
      const shifts = axes.map((axis) => sign * Math.floor((shape[axis] ?? 0) / 2));
      return on(recorder, { op: 'roll', attributes: { shifts, axes } }, part);
    });
    if (!real) throw new RangeError('a tensor has a real part');
    return imaginary ? complexValue({ real, imaginary }) : real.value;
  });
}

/** The frequencies of a transform of n points that are d apart, in the order of its outputs. */
function frequencies(name: string, of: (points: number) => readonly number[]): TorchFunction {
  const signature = `n, d=1.0, *, out=None, ${makingTail}`;
  return torchFunction(
    name,
    signature,
    ['fft'],
    (recorder, ...[n = none, d = none, , dtype = none, , , requiresGrad = none]) => {
      const points = whole(recorder.machine, n);
      const step = number(recorder.machine, d);
      recorder.machine.allocate(Math.max(points, 0), 'numbers');
      const numbers = of(points).map((index) => index / (points * step));
      const asked = newDtype(recorder, dtype);
      const tensor = recorder.constant(torchFlavour, asked, [numbers.length], numbers);
      return asLeaf(recorder, tensor, requiresGrad);
    },
  );
}

function count(length: number): readonly number[] {
  return Array.from({ length: Math.max(0, length) }, (_, index) => index);
}

/** Every function of torch.fft that is understood. */
export const fourierFunctions: readonly TorchFunction[] = [
  ofOneAxis('fft', 'forward', 'complex'),
  ofOneAxis('ifft', 'inverse', 'complex'),
  ofOneAxis('rfft', 'forward', 'from real'),
  ofOneAxis('irfft', 'inverse', 'to real'),
  ofOneAxis('hfft', 'forward', 'to real'),
  ofOneAxis('ihfft', 'inverse', 'from real'),
  ofAxes('fft2', '(-2, -1)', 'forward', 'complex'),
  ofAxes('ifft2', '(-2, -1)', 'inverse', 'complex'),
  ofAxes('rfft2', '(-2, -1)', 'forward', 'from real'),
  ofAxes('irfft2', '(-2, -1)', 'inverse', 'to real'),
  ofAxes('fftn', 'None', 'forward', 'complex'),
  ofAxes('ifftn', 'None', 'inverse', 'complex'),
  ofAxes('rfftn', 'None', 'forward', 'from real'),
  ofAxes('irfftn', 'None', 'inverse', 'to real'),
  shifted('fftshift', 1),
  shifted('ifftshift', -1),
  frequencies('fftfreq', (points) =>
    count(points).map((index) => (index < (points + 1) >> 1 ? index : index - points)),
  ),
  frequencies('rfftfreq', (points) => count((points >> 1) + 1)),
];
