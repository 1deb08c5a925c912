/** torch.nn.init: how parameters start that a program initialises itself, each by the place of the call. */
import { hasName } from '../names';
import { native } from '../../python/builtins/native';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { float, int, none, str, tuple } from '../../python/values/make';
import { spanOf } from '../../python/values/place';
import type { BuiltinModule } from '../../python/read/moduleTable';
import type { Value } from '../../python/values/value';
import { deviationOf, initialValues, type Initialisation } from '../../../tensor/initialisations';
import { randomStream } from '../../../tensor/random';
import { sizeOf } from '../../../tensor/tensor';
import { fansOf } from '../../tensors/starts';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { assign } from '../../tensors/views';
import { tensorArgument } from '../values/arguments';
import { number, whole, word } from '../../tensors/arguments';
import { gainFor } from './gains';
import { withShape, type Shaped } from '../../tensors/shaped';

type Law = (machine: Machine, tensor: Shaped, ...bound: Value[]) => Initialisation;

/** One function: its name without the underscore, its parameters, and the law it asks for. */
interface Row {
  readonly name: string;
  readonly signature: string;
  readonly law: Law;
}

/** Lets a tensor start by a law: a parameter keeps the law, any other tensor gets numbers of it. */
function initialise(recorder: Recorder, tensor: Shaped, law: Initialisation): void {
  const { content, shape } = tensor;
  const place = recorder.machine.here();
  if (content.kind === 'parameter' && !recorder.tracing) {
    const { parameter } = content;
    parameter.initialisation = law;
    if (shape.length >= 2) parameter.fans = fansOf(shape);
    parameter.written = place && spanOf(place);
    tensor.version += 1;
    return;
  }
  assign(recorder, tensor, numbersOf(recorder, tensor, law));
}

const drawnKey = 'initial numbers drawn while reading';

/** Numbers of a law as a tensor of the program: drawn later where the generator knows the law, now where not. */
function numbersOf(recorder: Recorder, { flavour, dtype, shape }: Shaped, law: Initialisation): Shaped {
  const { name, argument = 1, centre = 0, limit = Infinity } = law;
  const fans = fansOf(shape);
  const deviation = deviationOf(law, fans, shape);
  if (name === 'truncated-normal' || /normal/.test(name)) {
    const cut = name === 'truncated-normal' ? limit : Infinity;
    const scale = name === 'truncated-normal' ? argument : deviation;
    return drawn(recorder, flavour, dtype, shape, { law: 'normal', scale, centre, limit: cut });
  }
  if (/uniform/.test(name)) {
    const half = deviation * Math.sqrt(3);
    return drawn(recorder, flavour, dtype, shape, {
      ...{ law: 'uniform', scale: 2 * half, centre: centre - half },
      limit: Infinity,
    });
  }
  recorder.machine.allocate(sizeOf(shape), 'numbers');
  const count = Number(recorder.machine.keep.get(drawnKey) ?? 0);
  recorder.machine.keep.set(drawnKey, count + 1);
  const { data } = initialValues(law, { elementType: 'float64', shape }, fans, randomStream(1, count));
  return withShape(recorder, recorder.constant(flavour, dtype, shape, data));
}

function drawn(recorder: Recorder, ...parts: Parameters<Recorder['drawn']>): Shaped {
  return withShape(recorder, recorder.drawn(...parts));
}

const tooFew = 'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions';

/** Fan in and fan out; ValueError for what has fewer than two axes. */
function checkedFans(machine: Machine, { shape }: Shaped): ReturnType<typeof fansOf> {
  if (shape.length < 2) throw fail(machine, 'ValueError', tooFew);
  return fansOf(shape);
}

function kaiming(law: 'uniform' | 'normal'): Law {
  return (machine, tensor, a = none, mode = str('fan_in'), nonlinearity = str('leaky_relu')) => {
    const wanted = word(machine, mode).toLowerCase();
    if (wanted !== 'fan_in' && wanted !== 'fan_out') {
      const message = `Mode ${wanted} not supported, please use one of ['fan_in', 'fan_out']`;
      throw fail(machine, 'ValueError', message);
    }
    checkedFans(machine, tensor);
    const gain = gainFor(machine, word(machine, nonlinearity), a);
    return { name: wanted === 'fan_out' ? `he-${law}-fan-out` : `he-${law}`, argument: gain };
  };
}

function xavier(name: 'xavier-uniform' | 'xavier-normal'): Law {
  return (machine, tensor, gain = float(1)) => {
    checkedFans(machine, tensor);
    return { name, argument: number(machine, gain) };
  };
}

/** Refuses tensors of another number of axes. */
function ranked(least: number, most: number, words: string, law: Law): Law {
  return (machine, tensor, ...bound) => {
    const { length } = tensor.shape;
    if (length < least || length > most) {
      throw fail(machine, 'ValueError', `Only tensors with ${words} dimensions are supported`);
    }
    return law(machine, tensor, ...bound);
  };
}

/** Groups of output channels that each take the input channels one to one, at the kernel's middle. */
function dirac(machine: Machine, { shape }: Shaped, given: Value = int(1)): Initialisation {
  const groups = whole(machine, given);
  const [outputs = 1] = shape;
  if (groups < 1 || outputs % groups !== 0) {
    throw fail(machine, 'ValueError', 'dim 0 must be divisible by groups');
  }
  if (groups === 1) return { name: 'identity' };
  const part = [outputs / groups, ...shape.slice(1)];
  const type = { elementType: 'float64', shape: part } as const;
  const { data } = initialValues({ name: 'identity' }, type, fansOf(part), randomStream(0));
  machine.allocate(sizeOf(shape), 'numbers');
  const values = Array.from({ length: sizeOf(shape) }, (_, place) => data[place % data.length] ?? 0);
  return { name: 'values', values };
}

const truncated: Law = (machine, _tensor, mean = float(0), std = float(1), a = float(-2), b = float(2)) => {
  const [centre, argument, low, high] = [mean, std, a, b].map((value) => number(machine, value));
  const limit = Math.max((high ?? 2) - (centre ?? 0), (centre ?? 0) - (low ?? -2));
  return { name: 'truncated-normal', argument: argument ?? 1, centre: centre ?? 0, limit };
};

const rows: readonly Row[] = [
  {
    name: 'uniform',
    signature: 'tensor, a=0.0, b=1.0, generator=None',
    law: (machine, _tensor, a = float(0), b = float(1)) => {
      const [low, high] = [number(machine, a), number(machine, b)];
      return { name: 'uniform', argument: (high - low) / 2, centre: (low + high) / 2 };
    },
  },
  {
    name: 'normal',
    signature: 'tensor, mean=0.0, std=1.0, generator=None',
    law: (machine, _tensor, mean = float(0), std = float(1)) => ({
      name: 'normal',
      argument: number(machine, std),
      centre: number(machine, mean),
    }),
  },
  {
    name: 'trunc_normal',
    signature: 'tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None',
    law: truncated,
  },
  {
    name: 'constant',
    signature: 'tensor, val',
    law: (machine, _tensor, value = float(0)) => ({ name: 'constant', argument: number(machine, value) }),
  },
  { name: 'ones', signature: 'tensor', law: () => ({ name: 'ones' }) },
  { name: 'zeros', signature: 'tensor', law: () => ({ name: 'zeros' }) },
  { name: 'eye', signature: 'tensor', law: ranked(2, 2, '2', () => ({ name: 'identity' })) },
  { name: 'dirac', signature: 'tensor, groups=1', law: ranked(3, 5, '3, 4, or 5', dirac) },
  { name: 'xavier_uniform', signature: 'tensor, gain=1.0, generator=None', law: xavier('xavier-uniform') },
  { name: 'xavier_normal', signature: 'tensor, gain=1.0, generator=None', law: xavier('xavier-normal') },
  {
    name: 'kaiming_uniform',
    signature: "tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None",
    law: kaiming('uniform'),
  },
  {
    name: 'kaiming_normal',
    signature: "tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None",
    law: kaiming('normal'),
  },
  {
    name: 'orthogonal',
    signature: 'tensor, gain=1, generator=None',
    law: ranked(2, Infinity, '2 or more', (machine, _tensor, gain = float(1)) => ({
      name: 'orthogonal',
      argument: number(machine, gain),
    })),
  },
  {
    name: 'sparse',
    signature: 'tensor, sparsity, std=0.01, generator=None',
    law: ranked(2, 2, '2', (machine, _tensor, sparsity = float(0)) => ({
      name: 'sparse',
      argument: number(machine, sparsity),
    })),
  },
];

/** Names that PyTorch uses inside, and libraries with it. */
const inner: Readonly<Record<string, string>> = {
  _no_grad_uniform_: 'uniform',
  _no_grad_normal_: 'normal',
  _no_grad_trunc_normal_: 'trunc_normal',
  _no_grad_fill_: 'constant',
  _no_grad_zero_: 'zeros',
};

function functionOf(name: string, { signature, law }: Row): Value {
  return native(name, signature, (machine, given, ...bound) => {
    const recorder = recorderOf(machine);
    const tensor = withShape(
      recorder,
      tensorArgument(machine, given, `${name}(): argument 'tensor' (position 1)`),
    );
    initialise(recorder, tensor, law(machine, tensor, ...bound));
    return given;
  });
}

function values(): readonly (readonly [string, Value])[] {
  const named = new Map(rows.map((row) => [row.name, row]));
  const inside = Object.entries(inner).flatMap(([name, own]) => {
    const row = named.get(own);
    return row ? [[name, functionOf(name, row)] as const] : [];
  });
  const own = rows
    .flatMap((row) => [
      [`${row.name}_`, functionOf(`${row.name}_`, row)] as const,
      // The names without an underscore are deprecated and do the same.
      [row.name, functionOf(row.name, row)] as const,
    ])
    .filter(([name]) => hasName('torch.nn.init', name));
  return [
    ...own,
    ...inside,
    [
      'calculate_gain',
      native('calculate_gain', 'nonlinearity, param=None', (machine, nonlinearity, parameter) => {
        const name = word(machine, nonlinearity);
        const gain = gainFor(machine, name, parameter);
        return gain === 1 ? int(1) : float(gain);
      }),
    ],
    [
      '_calculate_fan_in_and_fan_out',
      native('_calculate_fan_in_and_fan_out', 'tensor', (machine, given) => {
        const tensor = withShape(recorderOf(machine), tensorArgument(machine, given, 'tensor'));
        const { fanIn, fanOut } = checkedFans(machine, tensor);
        return tuple([int(fanIn), int(fanOut)]);
      }),
    ],
    [
      '_calculate_correct_fan',
      native('_calculate_correct_fan', 'tensor, mode', (machine, given, mode) => {
        const tensor = withShape(recorderOf(machine), tensorArgument(machine, given, 'tensor'));
        const { fanIn, fanOut } = checkedFans(machine, tensor);
        return int(word(machine, mode).toLowerCase() === 'fan_out' ? fanOut : fanIn);
      }),
    ],
  ];
}

/** The module torch.nn.init. */
export const initModule: BuiltinModule = { values };
