/** Random tensors: their law is kept, the numbers are drawn when the network runs. */
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { cast, pair, plainCall } from '../../tensors/arithmetic';
import type { Draw } from '../../tensors/content';
import type { DtypeName } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { assign } from '../../tensors/views';
import { tensorArgument } from '../values/arguments';
import { flag, number, whole, wholes } from '../../tensors/arguments';
import { dtypeIn } from '../values/dtypes';
import { torchFlavour } from '../values/flavour';
import { shapedArgument } from '../values/shaped';
import { withShape } from '../../tensors/shaped';
import { asLeaf, filled, makingTail, newDtype, newSizes } from './made';
import { torchFunction, type TorchFunction } from './row';

const flavour = torchFlavour;
const tail = `generator=None, out=None, ${makingTail}`;

/** The standard laws by the names of their functions. */
const laws: Readonly<Record<'rand' | 'randn', Draw>> = {
  rand: { law: 'uniform', scale: 1, centre: 0, limit: Infinity },
  randn: { law: 'normal', scale: 1, centre: 0, limit: Infinity },
};

function integers(low: number, high: number): Draw {
  return { law: 'integers', scale: high - low, centre: low, limit: Infinity };
}

/** 1 with a probability that is known, else 0. */
function coins(
  recorder: Recorder,
  sizes: readonly number[],
  dtype: DtypeName,
  probability: number,
): TensorValue {
  if (probability === 0 || probability === 1) return filled(recorder, sizes, probability, dtype);
  return recorder.drawn(flavour, dtype, sizes, {
    law: 'coins',
    scale: 0,
    centre: probability,
    limit: Infinity,
  });
}

/** 1 with the probabilities of a tensor, else 0. Where draws are 0, none is 1. */
function bernoulli(recorder: Recorder, input: Value, p: Value): TensorValue {
  const { machine } = recorder;
  const tensor = withShape(
    recorder,
    tensorArgument(machine, input, "bernoulli(): argument 'input' (position 1)"),
  );
  if (p.kind !== 'none') return coins(recorder, tensor.shape, tensor.dtype, number(machine, p));
  const known = recorder.known(tensor);
  const [first = 0] = known?.data ?? [];
  if (known?.data.every((value) => value === first))
    return coins(recorder, tensor.shape, tensor.dtype, first);
  const drawn = recorder.drawn(flavour, 'float32', tensor.shape, laws.rand);
  const rest = pair(recorder, 'subtract', { kind: 'int', value: 1 }, tensor);
  return cast(recorder, recorder.apply(plainCall('greater'), [drawn, rest], { flavour }), tensor.dtype);
}

function shapeLike(
  recorder: Recorder,
  input: Value,
  name: string,
): { readonly shape: readonly number[]; readonly dtype: DtypeName } {
  return withShape(
    recorder,
    tensorArgument(recorder.machine, input, `${name}(): argument 'input' (position 1)`),
  );
}

const standard: readonly TorchFunction[] = (['rand', 'randn'] as const).flatMap((name) => [
  torchFunction(
    name,
    `*sizes, ${tail}, names=None, size=None`,
    ['torch'],
    (recorder, ...[, , dtype = none, , , requiresGrad = none, , , size = none, rest = none]) =>
      asLeaf(
        recorder,
        recorder.drawn(flavour, newDtype(recorder, dtype), newSizes(recorder, name, rest, size), laws[name]),
        requiresGrad,
      ),
  ),
  torchFunction(
    `${name}_like`,
    `input, *, ${makingTail}, memory_format=None`,
    ['torch'],
    (recorder, input, dtype) => {
      const like = shapeLike(recorder, input, `${name}_like`);
      return recorder.drawn(flavour, dtypeIn(dtype) ?? like.dtype, like.shape, laws[name]).value;
    },
  ),
]);

const others: readonly TorchFunction[] = [
  torchFunction(
    'randint',
    `low, high=None, size=None, *, ${tail}`,
    ['torch'],
    (recorder, ...[low = none, high = none, size = none, , , dtype = none]) => {
      const { machine } = recorder;
      const short = size.kind === 'none';
      const [from, to, sizes] = short
        ? [
            0,
            whole(
              machine,
              high.kind === 'tuple' || high.kind === 'list' || high.kind === 'instance' ? low : high,
            ),
            high,
          ]
        : [
            high.kind === 'none' ? 0 : whole(machine, low),
            whole(machine, high.kind === 'none' ? low : high),
            size,
          ];
      if (from >= to) {
        const words = `random_ expects 'from' to be less than 'to', but got from=${from} >= to=${to}`;
        throw fail(machine, 'RuntimeError', words);
      }
      return recorder.drawn(flavour, dtypeIn(dtype) ?? 'int64', wholes(machine, sizes), integers(from, to))
        .value;
    },
  ),
  torchFunction(
    'randint_like',
    `input, low, high=None, *, ${makingTail}, memory_format=None`,
    ['torch'],
    (recorder, input, low, high, dtype) => {
      const { machine } = recorder;
      const like = shapeLike(recorder, input, 'randint_like');
      const [from, to] =
        high.kind === 'none' ? [0, whole(machine, low)] : [whole(machine, low), whole(machine, high)];
      return recorder.drawn(flavour, dtypeIn(dtype) ?? like.dtype, like.shape, integers(from, to)).value;
    },
  ),
  // The order in which they stand: indices must be valid wherever they are used.
  torchFunction('randperm', `n, *, ${tail}`, ['torch'], (recorder, n, _generator, _out, dtype) => {
    const count = whole(recorder.machine, n);
    recorder.machine.allocate(count, 'numbers');
    sayStandIn(recorder, 'Numbers in their order stand in for the permutation that torch.randperm draws.');
    return recorder.constant(flavour, dtypeIn(dtype) ?? 'int64', [count], [...Array(count).keys()]).value;
  }),
  torchFunction(
    'normal',
    `mean, std=1.0, size=None, *, ${tail}`,
    ['torch'],
    (recorder, ...[mean = none, std = none, size = none, , , dtype = none]) => {
      const { machine } = recorder;
      const given = tensorIn(mean) ?? tensorIn(std);
      if (!given || size.kind !== 'none') {
        const draw = {
          law: 'normal',
          scale: number(machine, std),
          centre: number(machine, mean),
          limit: Infinity,
        } as const;
        return recorder.drawn(flavour, newDtype(recorder, dtype), wholes(machine, size), draw).value;
      }
      const { shape } = withShape(recorder, given);
      const drawn = recorder.drawn(flavour, 'float32', shape, laws.randn);
      const wide = pair(
        recorder,
        'multiply',
        drawn,
        tensorIn(std) ?? { kind: 'float', value: number(machine, std) },
      );
      return pair(recorder, 'add', wide, tensorIn(mean) ?? { kind: 'float', value: number(machine, mean) })
        .value;
    },
  ),
  torchFunction(
    'bernoulli',
    'input, p=None, *, generator=None, out=None',
    ['torch', 'method'],
    (recorder, input, p) => bernoulli(recorder, input, p).value,
  ),
  torchFunction(
    'multinomial',
    'input, num_samples, replacement=False, *, generator=None, out=None',
    ['torch', 'method'],
    multinomial,
  ),
];

/** Says once, of a network that is being traced, what stands in for draws that are none of ours. */
function sayStandIn({ machine, tracing }: Recorder, sentence: string): void {
  if (tracing && !machine.keep.has(sentence)) machine.report('information', sentence);
  if (tracing) machine.keep.set(sentence, true);
}

/** The most probable indices: where draws count for nothing there is no better choice. */
function multinomial(recorder: Recorder, input: Value, samples: Value, replacement: Value): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'multinomial');
  const [count, choices] = [whole(machine, samples), x.shape.at(-1) ?? 0];
  const repeats = flag(machine, replacement);
  if (count > choices && !repeats) {
    const message = 'cannot sample n_sample > prob_dist.size(-1) samples without replacement';
    throw fail(machine, 'RuntimeError', message);
  }
  sayStandIn(recorder, 'The most probable indices stand in for those that torch.multinomial draws.');
  const attributes = { count: Math.min(count, choices), axis: -1, largest: true };
  const [, indices] = recorder.applyAll({ op: 'topk', attributes }, [x], { flavour, dtype: 'int64' });
  if (!indices || count <= choices) return (indices ?? x).value;
  const all = new Array<TensorValue>(Math.ceil(count / choices)).fill(indices);
  const joined = recorder.apply({ op: 'concat', attributes: { axis: -1 } }, all, { flavour });
  const first = { axis: -1, start: 0, end: count, step: 1 };
  return recorder.apply({ op: 'slice', attributes: first }, [joined], { flavour }).value;
}

/** x.NAME_(…): other numbers of a law in its place. */
function drawnInPlace(
  name: string,
  signature: string,
  drawOf: (recorder: Recorder, a: Value, b: Value) => Draw,
): TorchFunction {
  return torchFunction(
    `${name}_`,
    `self, ${signature}, *, generator=None`,
    ['method'],
    (recorder, self, a, b = none) => {
      const target = withShape(recorder, tensorArgument(recorder.machine, self, `${name}_()`));
      const drawn = recorder.drawn(flavour, target.dtype, target.shape, drawOf(recorder, a, b));
      assign(recorder, target, drawn);
      return target.value;
    },
  );
}

const inPlace: readonly TorchFunction[] = [
  drawnInPlace('normal', 'mean=0.0, std=1.0', ({ machine }, mean, std) => ({
    law: 'normal',
    scale: number(machine, std),
    centre: number(machine, mean),
    limit: Infinity,
  })),
  drawnInPlace('uniform', 'from_=0.0, to=1.0', ({ machine }, from, to) => ({
    law: 'uniform',
    scale: number(machine, to) - number(machine, from),
    centre: number(machine, from),
    limit: Infinity,
  })),
  // Of the same mean and deviation: the shape of this law is none of ours.
  drawnInPlace('exponential', 'lambd=1.0', (recorder, rate) => {
    const { machine } = recorder;
    const words = 'Normal numbers of the same mean and deviation stand in for exponential ones.';
    sayStandIn(recorder, words);
    return {
      law: 'normal',
      scale: 1 / number(machine, rate),
      centre: 1 / number(machine, rate),
      limit: Infinity,
    };
  }),
  drawnInPlace('random', 'from_=0, to=None', ({ machine }, from, to) =>
    to.kind === 'none'
      ? integers(0, whole(machine, from) || 2 ** 24)
      : integers(whole(machine, from), whole(machine, to)),
  ),
  torchFunction('bernoulli_', 'self, p=0.5, *, generator=None', ['method'], (recorder, self, p) => {
    const target = withShape(recorder, tensorArgument(recorder.machine, self, 'bernoulli_()'));
    const given = tensorIn(p);
    const drawn = given
      ? bernoulli(recorder, given.value, none)
      : coins(recorder, target.shape, target.dtype, number(recorder.machine, p));
    assign(recorder, target, cast(recorder, drawn, target.dtype));
    return target.value;
  }),
];

export const randomFunctions: readonly TorchFunction[] = [...standard, ...others, ...inPlace];
