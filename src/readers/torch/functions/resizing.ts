/** More or fewer places by interpolation: F.interpolate and F.upsample, refused in PyTorch's words (torch/nn/functional.py). */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { bool, none, str } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import { flag, number, whole, word } from '../../tensors/arguments';
import { shapedArgument } from '../values/shaped';
import { applied, listText, textOf } from './places';
import { torchFunction, type TorchFunction } from './row';

/** The rank of an input by mode, for those that take one only. */
const ranks: Readonly<Record<string, number>> = { linear: 3, bilinear: 4, trilinear: 5 };
const opModes: Readonly<Record<string, string>> = {
  nearest: 'nearest',
  'nearest-exact': 'nearest-exact',
  linear: 'linear',
  bilinear: 'linear',
  trilinear: 'linear',
  bicubic: 'cubic',
};

function refuse(machine: Machine, type: string, message: string): never {
  throw fail(machine, type, message);
}

/** Numbers for each axis of places; one stands for all. */
function forAxes(
  machine: Machine,
  value: Value,
  places: readonly number[],
  what: 'size' | 'scale_factor',
): readonly number[] | null {
  const plain = unwrap(value);
  if (plain.kind === 'unknown') throw new Encountered(plain);
  if (plain.kind === 'none') return null;
  const read = what === 'size' ? whole : number;
  if (plain.kind !== 'tuple' && plain.kind !== 'list') return places.map(() => read(machine, plain));
  if (plain.items.length !== places.length) {
    const [label, of, form] =
      what === 'size'
        ? ['output', 'output size of', 'output size in (o1, o2, ...,oK)']
        : ['scale_factor', 'scale_factor of shape', 'scale_factor in (s1, s2, ...,sK)'];
    const message = `Input and ${label} must have the same number of spatial dimensions, but got input with spatial dimensions of ${listText(places)} and ${of} ${textOf(machine, plain)}. Please provide input tensor in (N, C, d1, d2, ...,dK) format and ${form} format.`;
    refuse(machine, 'ValueError', message);
  }
  return plain.items.map((item) => read(machine, item));
}

function checkMode(machine: Machine, mode: string, rank: number, aligns: boolean): void {
  const wanted = ranks[mode];
  if (aligns && wanted === undefined && mode !== 'bicubic') {
    const message =
      'align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear';
    refuse(machine, 'ValueError', message);
  }
  const known =
    rank >= 3 && rank <= 5 && (mode in opModes || mode === 'area') && (mode !== 'bicubic' || rank === 4);
  if (known && (wanted === undefined || wanted === rank)) return;
  const message =
    known && wanted !== undefined
      ? `Got ${rank}D input, but ${mode} mode needs ${wanted}D input`
      : `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got ${mode})`;
  refuse(machine, 'NotImplementedError', message);
}

function interpolate(recorder: Recorder, ...bound: Value[]): Value {
  const [input, size, scale, modeWord, align, recompute, antialias] = bound as [
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
  ]; // the signature has seven parameters
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'interpolate');
  const mode = word(machine, modeWord);
  const places = x.shape.slice(2);
  const given = forAxes(machine, size, places, 'size');
  const factors = forAxes(machine, scale, places, 'scale_factor');
  if (given && factors) refuse(machine, 'ValueError', 'only one of size or scale_factor should be defined');
  if (!given && !factors) refuse(machine, 'ValueError', 'either size or scale_factor should be defined');
  if (flag(machine, recompute) && given)
    refuse(machine, 'ValueError', 'recompute_scale_factor is not meaningful with an explicit size.');
  checkMode(machine, mode, x.shape.length, align.kind !== 'none');
  if (flag(machine, antialias))
    throw new Encountered(
      machine.unknown('unsupported', 'interpolate with antialias is not understood yet.'),
    );
  const scales = factors ?? [];
  const sizes = given ?? places.map((count, axis) => Math.floor(count * (scales[axis] ?? 1)));
  if (sizes.some((count) => count < 1)) {
    const named = (all: readonly number[]): string =>
      all.map((count, axis) => `${['D', 'H', 'W'][axis + 3 - all.length] ?? 'W'}: ${count}`).join(', ');
    const message = `Input and output sizes should be greater than 0, but got input (${named(places)}) output (${named(sizes)})`;
    refuse(machine, 'RuntimeError', message);
  }
  if (mode === 'area')
    return applied(recorder, { op: 'adaptive-average-pool', attributes: { sizes } }, [x]).value;
  const bySize = given !== null || flag(machine, recompute);
  const attributes = {
    ...{ mode: opModes[mode] ?? 'nearest', alignCorners: flag(machine, align) },
    ...(bySize ? { sizes, scales: null } : { sizes: null, scales }),
  };
  return applied(recorder, { op: 'upsample', attributes }, [x]).value;
}

export const resizingFunctions: readonly TorchFunction[] = [
  torchFunction(
    'interpolate',
    "input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False",
    ['functional'],
    interpolate,
  ),
  torchFunction(
    'upsample',
    "input, size=None, scale_factor=None, mode='nearest', align_corners=None",
    ['functional'],
    (recorder, ...bound) => interpolate(recorder, ...bound, none, bool(false)),
  ),
  torchFunction(
    'upsample_nearest',
    'input, size=None, scale_factor=None',
    ['functional'],
    (recorder, ...bound) => interpolate(recorder, ...bound, str('nearest'), none, none, bool(false)),
  ),
  torchFunction(
    'upsample_bilinear',
    'input, size=None, scale_factor=None',
    ['functional'],
    (recorder, ...bound) => interpolate(recorder, ...bound, str('bilinear'), bool(true), none, bool(false)),
  ),
];
