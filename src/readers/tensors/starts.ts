/** How a parameter starts that a program computes: a law where its numbers follow one, or else numbers that are drawn while reading. */
import type { OpCall } from '../../ops/table';
import { inverseErf } from '../../ops/arithmetic/inverses';
import { initialValues, type Fans, type Initialisation } from '../../tensor/initialisations';
import { randomStream } from '../../tensor/random';
import { sizeOf } from '../../tensor/tensor';
import type { Content, Draw } from './content';
import type { Recorder } from './recorder';
import type { TensorValue } from './tensorValue';

/** Larger parameters get no numbers while reading. */
const mostDrawn = 2 ** 22;

/** How numbers start that are in a tensor. */
export function startOf(recorder: Recorder, tensor: TensorValue): Initialisation {
  const law = lawOf(tensor.content);
  if (law) return law;
  const numbers = drawnNow(recorder, tensor);
  if (numbers?.content.kind !== 'constant') return { name: 'normal', argument: 1 };
  return { name: 'values', values: numbers.content.tensor.data };
}

/** Inputs and outputs of one unit (torch.nn.init._calculate_fan_in_and_fan_out). */
export function fansOf(shape: readonly number[]): Fans {
  const [outputs = 1, inputs = 1, ...taps] = shape;
  const field = sizeOf(taps);
  return shape.length < 2
    ? { fanIn: outputs, fanOut: outputs }
    : { fanIn: inputs * field, fanOut: outputs * field };
}

/** The law that numbers follow, each on its own; null where they follow none that has a name. */
function lawOf(content: Content): Initialisation | null {
  if (content.kind === 'drawn') return lawOfDraw(content.draw);
  if (content.kind === 'parameter') return content.parameter.initialisation;
  if (content.kind === 'call') return lawOfCall(content.call, content.args);
  if (content.kind !== 'constant') return null;
  const { data } = content.tensor;
  const [first = 0] = data;
  return data.every((value) => value === first)
    ? { name: 'constant', argument: first }
    : { name: 'values', values: data };
}

function lawOfDraw({ law, scale, centre, limit }: Draw): Initialisation | null {
  if (law === 'uniform') return { name: 'uniform', argument: scale / 2, centre: centre + scale / 2 };
  if (law !== 'normal') return null;
  return Number.isFinite(limit)
    ? { name: 'truncated-normal', argument: scale, centre, limit }
    : { name: 'normal', argument: scale, centre };
}

/** Ops that move numbers without using one twice. */
const moving: ReadonlySet<string> = new Set<OpCall['op']>([
  'reshape',
  'flatten',
  'squeeze',
  'unsqueeze',
  'permute',
  'transpose',
  'cast',
  'slice',
  'select',
]);

/** Laws that hold for each number whatever its place. */
const everywhereAlike: ReadonlySet<string> = new Set([
  'zeros',
  'ones',
  'constant',
  'normal',
  'uniform',
  'truncated-normal',
]);

function lawOfCall(call: OpCall, args: readonly TensorValue[]): Initialisation | null {
  if (call.op === 'zeros') return { name: 'zeros' };
  if (call.op === 'full') return { name: 'constant', argument: call.attributes.value };
  const [first] = args;
  const own = first && lawOf(first.content);
  if (!own) return null;
  if (call.op === 'affine') return scaled(own, call.attributes.scale, call.attributes.shift);
  if (call.op === 'negate') return scaled(own, -1, 0);
  if (call.op === 'erfinv') return normalOf(own);
  if (call.op === 'clamp') return within(own, call.attributes) ? own : null;
  return moving.has(call.op) && everywhereAlike.has(own.name) ? own : null;
}

/** erfinv of numbers uniform around 0 is normal with variance 1/2, cut where the ends go (how PyTorch and timm truncate normal numbers). */
function normalOf({ name, argument = 1, centre = 0, own }: Initialisation): Initialisation | null {
  if (name !== 'uniform' || own || Math.abs(centre) > 1e-9 || argument > 1) return null;
  const limit = inverseErf(argument);
  const law = { name: 'normal', argument: Math.SQRT1_2, centre: 0 } as const;
  return Number.isFinite(limit) ? { ...law, name: 'truncated-normal', limit } : law;
}

/** Standard deviations behind which a normal number hardly ever lies (6e-5 of them). */
const hardlyEver = 4;

/** Whether bounds cut nothing of a law, or next to nothing. */
function within(
  { name, argument = 1, centre = 0, limit = 2 * argument }: Initialisation,
  { minimum, maximum }: { readonly minimum: number | null; readonly maximum: number | null },
): boolean {
  const reaches = { uniform: argument, 'truncated-normal': limit, normal: hardlyEver * argument };
  const reach = name in reaches ? reaches[name as keyof typeof reaches] : Infinity; // the name was just looked up
  return centre - reach >= (minimum ?? -Infinity) && centre + reach <= (maximum ?? Infinity);
}

/** The law of scale x + shift. */
function scaled(law: Initialisation, scale: number, shift: number): Initialisation | null {
  if (law.own) return null;
  const { name, argument = 1, centre = 0 } = law;
  const factor = Math.abs(scale);
  if (name === 'zeros') return { name: 'constant', argument: shift };
  if (name === 'ones') return { name: 'constant', argument: scale + shift };
  if (name === 'constant') return { name, argument: scale * (law.argument ?? 0) + shift };
  const around = { name, argument: factor * argument, centre: scale * centre + shift };
  if (name === 'normal' || name === 'uniform') return around;
  if (name === 'truncated-normal') return { ...around, limit: factor * (law.limit ?? 2 * argument) };
  return name === 'pytorch' && shift === 0 ? { name, argument: factor * argument } : null;
}

const drawingKey = 'numbers drawn while reading';

/** The tensor with numbers that are drawn now; null where they depend on inputs or are too many. */
export function drawnNow(recorder: Recorder, tensor: TensorValue): TensorValue | null {
  return sizeOf(tensor.shape ?? []) > mostDrawn ? null : numbersOf(recorder, tensor, new Map());
}

/** The tensor with numbers in place of laws, and every law drawn once. */
function numbersOf(
  recorder: Recorder,
  tensor: TensorValue,
  known: Map<Content, TensorValue | null>,
): TensorValue | null {
  const found = known.get(tensor.content);
  if (found !== undefined) return found;
  const made = newNumbers(recorder, tensor, known);
  known.set(tensor.content, made);
  return made;
}

function newNumbers(
  recorder: Recorder,
  { content, shape, dtype, flavour }: TensorValue,
  known: Map<Content, TensorValue | null>,
): TensorValue | null {
  const sizes = shape ?? [];
  if (sizeOf(sizes) > mostDrawn) return null;
  if (content.kind === 'constant')
    return recorder.make({ flavour, shape, dtype, content, differentiable: false });
  if (content.kind === 'call') {
    const args = content.args.map((arg) => numbersOf(recorder, arg, known));
    if (!args.every((arg) => arg !== null)) return null;
    const result = recorder.applyAll(content.call, args, { flavour, dtype })[content.output];
    return result?.content.kind === 'constant' ? result : null;
  }
  if (content.kind !== 'drawn' && content.kind !== 'parameter') return null;
  const count = Number(recorder.machine.keep.get(drawingKey) ?? 0);
  recorder.machine.keep.set(drawingKey, count + 1);
  const random = randomStream(0, count);
  recorder.machine.step(sizeOf(sizes));
  const law = lawOf(content);
  if (content.kind === 'drawn' && !law) {
    const { law: kind, centre, scale } = content.draw;
    const numbers = Array.from({ length: sizeOf(sizes) }, (_, place) => {
      const uniform = random.uniform(place);
      return kind === 'coins' ? Number(uniform < centre) : Math.floor(centre + scale * uniform);
    });
    return recorder.constant(flavour, dtype, sizes, numbers);
  }
  if (!law) return null;
  const fans = content.kind === 'parameter' ? content.parameter.fans : fansOf(sizes);
  const { data } = initialValues(law, { elementType: 'float64', shape: sizes }, fans, random);
  return recorder.constant(flavour, dtype, sizes, data);
}
