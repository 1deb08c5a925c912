/** Functions of two numbers for each element: arithmetic, comparison, logic. */
import { sizeOf } from '../../../tensor/tensor';
import { classOf } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { bool } from '../../python/values/make';
import { Encountered, firstUnknown } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import {
  cast,
  checkShapes,
  operandOf,
  pair,
  plainCall,
  tensorOf,
  type Operand,
  type PairName,
} from '../../tensors/arithmetic';
import { isFloating, promoted } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { number, word } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { asFloats, inputOf, on } from './folding';
import { kept } from './elementwise';
import { everywhere, torchFunction, usual, type Home, type TorchFunction } from './row';

const flavour = torchFlavour;

/** An argument that is a tensor or a number. */
function operand({ machine }: Recorder, value: Value, name: string, place: string): Operand {
  const found = operandOf(value);
  if (found) return found;
  if (value.kind === 'unknown') throw new Encountered(value);
  throw fail(machine, 'TypeError', `${name}(): argument ${place} must be Tensor, not ${classOf(value).name}`);
}

function first(recorder: Recorder, value: Value, name: string): Operand {
  return operand(recorder, value, name, "'input' (position 1)");
}

function second(recorder: Recorder, value: Value, name: string): Operand {
  return operand(recorder, value, name, "'other' (position 2)");
}

/** As a tensor: a number takes the type that goes with the other one. */
function asTensor(recorder: Recorder, value: Operand, like: Operand): TensorValue {
  const dtype = 'content' in like ? like.dtype : flavour.usualFloat;
  return tensorOf(
    recorder,
    value,
    'content' in value || isFloating(dtype) || value.kind !== 'float' ? dtype : flavour.usualFloat,
    flavour,
  );
}

/** Two operands as tensors of floats. */
function floats(recorder: Recorder, a: Value, b: Value, name: string): readonly [TensorValue, TensorValue] {
  const [left, right] = [first(recorder, a, name), second(recorder, b, name)];
  checkShapes(recorder, left, right);
  return [
    asFloats(recorder, asTensor(recorder, left, right)),
    asFloats(recorder, asTensor(recorder, right, left)),
  ];
}

/** Both numbers of a call may be plain ones. */
function paired(recorder: Recorder, name: PairName, a: Operand, b: Operand): TensorValue {
  return 'content' in a || 'content' in b
    ? pair(recorder, name, a, b)
    : pair(recorder, name, asTensor(recorder, a, a), b);
}

function simple(
  names: readonly string[],
  op: PairName,
  homes: readonly Home[] = everywhere,
): readonly TorchFunction[] {
  return names.map((name) =>
    torchFunction(
      name,
      'input, other, *, out=None',
      homes,
      (recorder, input, other) =>
        paired(recorder, op, first(recorder, input, name), second(recorder, other, name)).value,
    ),
  );
}

/** input + alpha other, input - alpha other. */
function scaled(names: readonly string[], op: 'add' | 'subtract'): readonly TorchFunction[] {
  return names.map((name) =>
    torchFunction(name, 'input, other, *, alpha=1, out=None', everywhere, (recorder, input, other, alpha) => {
      const factor = operand(recorder, alpha, name, "'alpha'");
      const right = second(recorder, other, name);
      const isPlain = !('content' in factor) && factor.value === 1;
      const times = isPlain ? right : paired(recorder, 'multiply', right, factor);
      return paired(recorder, op, first(recorder, input, name), times).value;
    }),
  );
}

function division(recorder: Recorder, a: Operand, b: Operand, mode: Value): TensorValue {
  if (mode.kind === 'none') return paired(recorder, 'divide', a, b);
  const rounding = word(recorder.machine, mode);
  if (rounding === 'floor') return paired(recorder, 'floor-divide', a, b);
  if (rounding !== 'trunc') {
    const message = `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${rounding}'`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  const quotient = on(recorder, plainCall('trunc'), paired(recorder, 'divide', a, b));
  const whole = [a, b].every((one) => ('content' in one ? !isFloating(one.dtype) : one.kind !== 'float'));
  const like = 'content' in a ? a.dtype : 'int64';
  return whole ? cast(recorder, quotient, like) : quotient;
}

function dividing(name: string): TorchFunction {
  return torchFunction(
    name,
    'input, other, *, rounding_mode=None, out=None',
    everywhere,
    (recorder, input, other, mode) =>
      division(recorder, first(recorder, input, name), second(recorder, other, name), mode).value,
  );
}

const arithmetic: readonly TorchFunction[] = [
  ...scaled(['add'], 'add'),
  ...scaled(['sub', 'subtract'], 'subtract'),
  ...simple(['mul', 'multiply'], 'multiply'),
  dividing('div'),
  dividing('divide'),
  ...simple(['true_divide'], 'divide'),
  ...simple(['floor_divide'], 'floor-divide'),
  ...simple(['remainder'], 'remainder'),
  torchFunction('fmod', 'input, other, *, out=None', everywhere, (recorder, input, other) => {
    const [a, b] = [first(recorder, input, 'fmod'), second(recorder, other, 'fmod')];
    const quotient = division(recorder, a, b, { kind: 'str', value: 'trunc' });
    return paired(recorder, 'subtract', a, pair(recorder, 'multiply', quotient, b)).value;
  }),
  torchFunction(
    'pow',
    'input, exponent, *, out=None',
    everywhere,
    (recorder, input, exponent) =>
      paired(
        recorder,
        'power',
        first(recorder, input, 'pow'),
        operand(recorder, exponent, 'pow', "'exponent' (position 2)"),
      ).value,
  ),
  torchFunction('float_power', 'input, exponent, *, out=None', everywhere, (recorder, input, exponent) => {
    const wide = (value: Operand): Operand => ('content' in value ? cast(recorder, value, 'float64') : value);
    return paired(
      recorder,
      'power',
      wide(first(recorder, input, 'float_power')),
      wide(operand(recorder, exponent, 'float_power', "'exponent' (position 2)")),
    ).value;
  }),
  torchFunction('rsub', 'input, other, *, alpha=1', usual, (recorder, input, other, alpha) => {
    const factor = { kind: 'float', value: number(recorder.machine, alpha) } as const;
    const own = inputOf(recorder, input, 'rsub');
    return paired(
      recorder,
      'subtract',
      second(recorder, other, 'rsub'),
      factor.value === 1 ? own : pair(recorder, 'multiply', own, factor),
    ).value;
  }),
  ...['maximum', 'fmax'].flatMap((name) => simple([name], 'maximum', usual)),
  ...['minimum', 'fmin'].flatMap((name) => simple([name], 'minimum', usual)),
];

const compared: readonly TorchFunction[] = [
  ...simple(['eq'], 'equal'),
  ...simple(['ne', 'not_equal'], 'not-equal'),
  ...simple(['lt', 'less'], 'less'),
  ...simple(['le', 'less_equal'], 'less-equal'),
  ...simple(['gt', 'greater'], 'greater'),
  ...simple(['ge', 'greater_equal'], 'greater-equal'),
  ...simple(['bitwise_and'], 'and'),
  ...simple(['bitwise_or'], 'or'),
  ...simple(['bitwise_xor'], 'xor'),
  ...(['and', 'or', 'xor'] as const).map((op) =>
    torchFunction(`logical_${op}`, 'input, other, *, out=None', everywhere, (recorder, input, other) => {
      const a = inputOf(recorder, input, `logical_${op}`);
      const args = [a, inputOf(recorder, other, `logical_${op}`)];
      checkShapes(recorder, a, args[1] ?? a);
      return recorder.apply(plainCall(op), args, { flavour }).value;
    }),
  ),
];

const composed: readonly TorchFunction[] = [
  torchFunction('hypot', 'input, other, *, out=None', everywhere, (recorder, input, other) => {
    const [a, b] = floats(recorder, input, other, 'hypot');
    const squares = pair(
      recorder,
      'add',
      on(recorder, plainCall('square'), a),
      on(recorder, plainCall('square'), b),
    );
    return on(recorder, plainCall('sqrt'), squares).value;
  }),
  ...['atan2', 'arctan2'].map((name) =>
    torchFunction(
      name,
      'input, other, *, out=None',
      everywhere,
      (recorder, input, other) =>
        recorder.apply(plainCall('atan2'), floats(recorder, input, other, name), { flavour }).value,
    ),
  ),
  ...['logaddexp', 'logaddexp2'].map((name) =>
    torchFunction(name, 'input, other, *, out=None', usual, (recorder, input, other) => {
      const scale = name === 'logaddexp' ? 1 : Math.LN2;
      const [a, b] = floats(recorder, input, other, name).map((one) =>
        pair(recorder, 'multiply', one, { kind: 'float', value: scale }),
      );
      if (!a || !b) throw new RangeError('two operands give two tensors');
      const largest = pair(recorder, 'maximum', a, b);
      const gap = on(recorder, plainCall('abs'), pair(recorder, 'subtract', a, b));
      const rest = on(
        recorder,
        plainCall('log1p'),
        on(recorder, plainCall('exp'), on(recorder, plainCall('negate'), gap)),
      );
      return pair(recorder, 'divide', pair(recorder, 'add', largest, rest), { kind: 'float', value: scale })
        .value;
    }),
  ),
  torchFunction('copysign', 'input, other, *, out=None', everywhere, (recorder, input, other) => {
    const [a, b] = floats(recorder, input, other, 'copysign');
    const negative = pair(recorder, 'less', b, { kind: 'int', value: 0 });
    const size = on(recorder, plainCall('abs'), a);
    return recorder.apply(plainCall('where'), [negative, on(recorder, plainCall('negate'), size), size], {
      flavour,
    }).value;
  }),
  torchFunction(
    'xlogy',
    'input, other, *, out=None',
    ['special', ...everywhere],
    (recorder, input, other) => {
      const [a, b] = floats(recorder, input, other, 'xlogy');
      const product = pair(recorder, 'multiply', a, on(recorder, plainCall('log'), b));
      const zero = pair(recorder, 'equal', a, { kind: 'int', value: 0 });
      return recorder.apply({ op: 'masked-fill', attributes: { value: 0 } }, [product, zero], { flavour })
        .value;
    },
  ),
  torchFunction('heaviside', 'input, values, *, out=None', everywhere, (recorder, input, values) => {
    const x = inputOf(recorder, input, 'heaviside');
    const middle = inputOf(recorder, values, 'heaviside');
    checkShapes(recorder, x, middle);
    const step = cast(recorder, pair(recorder, 'greater', x, { kind: 'int', value: 0 }), x.dtype);
    const zero = pair(recorder, 'equal', x, { kind: 'int', value: 0 });
    return recorder.apply(plainCall('where'), [zero, middle, step], {
      flavour,
    }).value;
  }),
];

/** Whether all numbers of two tensors are (nearly) the same: known numbers only. */
function sameNumbers(
  recorder: Recorder,
  a: Value,
  b: Value,
  near: (left: number, right: number) => boolean,
): Value {
  const [left, right] = [tensorIn(a), tensorIn(b)];
  const unknown = firstUnknown([a, b]);
  if (unknown) throw new Encountered(unknown);
  if (!left || !right)
    throw fail(
      recorder.machine,
      'TypeError',
      `equal(): argument 'other' (position 2) must be Tensor, not ${classOf(left ? b : a).name}`,
    );
  const [mine, theirs] = [recorder.known(left), recorder.known(right)];
  if (left.content === right.content && left.content.kind === 'graph') return bool(true);
  if (!mine || !theirs)
    return recorder.machine.unknown('data', 'It depends on the values of inputs or parameters.');
  if (sizeOf(mine.shape) !== sizeOf(theirs.shape)) return bool(false);
  return bool(mine.data.every((value, place) => near(value, theirs.data[place] ?? NaN)));
}

const tested: readonly TorchFunction[] = [
  torchFunction('equal', 'input, other', usual, (recorder, input, other) => {
    const [a, b] = [tensorIn(input), tensorIn(other)];
    if (a?.shape && b?.shape && a.shape.join() !== b.shape.join()) return bool(false);
    return sameNumbers(recorder, input, other, (left, right) => left === right);
  }),
  torchFunction(
    'allclose',
    'input, other, rtol=1e-05, atol=1e-08, equal_nan=False',
    usual,
    (recorder, input, other, rtol, atol) => {
      const [share, least] = [number(recorder.machine, rtol), number(recorder.machine, atol)];
      return sameNumbers(
        recorder,
        input,
        other,
        (left, right) => left === right || Math.abs(left - right) <= least + share * Math.abs(right),
      );
    },
  ),
  torchFunction(
    'isclose',
    'input, other, rtol=1e-05, atol=1e-08, equal_nan=False',
    usual,
    (recorder, input, other, rtol, atol) => {
      const [a, b] = [inputOf(recorder, input, 'isclose'), inputOf(recorder, other, 'isclose')];
      const dtype = promoted(a.dtype, b.dtype);
      const gap = kept(
        recorder,
        plainCall('abs'),
        pair(recorder, 'subtract', cast(recorder, a, dtype), cast(recorder, b, dtype)),
      );
      const room = pair(recorder, 'multiply', kept(recorder, plainCall('abs'), b), {
        kind: 'float',
        value: number(recorder.machine, rtol),
      });
      return pair(
        recorder,
        'less-equal',
        gap,
        pair(recorder, 'add', room, { kind: 'float', value: number(recorder.machine, atol) }),
      ).value;
    },
  ),
];

export const twofoldFunctions: readonly TorchFunction[] = [
  ...arithmetic,
  ...compared,
  ...composed,
  ...tested,
];
