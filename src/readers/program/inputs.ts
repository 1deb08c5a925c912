/** The words for inputs in directives and on the command line: `1,3,32,32`, `int:1,30<10000`, `zeros:1,64`, `causal:5,5`, `None`. */
import { none, tuple } from '../python/values/make';
import type { Value } from '../python/values/value';
import type { DtypeName } from '../tensors/elementTypes';
import type { Recorder } from '../tensors/recorder';
import { torchFlavour } from '../torch/values/flavour';

/** One argument of forward. */
export type InputWords =
  | {
      readonly kind: 'input';
      /** Whole shape, batch first. */
      readonly shape: readonly number[];
      readonly dtype: DtypeName;
      /** Above 0: whole numbers below it. */
      readonly indexCount: number;
      /** Whether somebody says how many there are; absent: it is a guess, or what the network has room for. */
      readonly isBound?: true;
      /** Whether the first axis is no batch. */
      readonly whole: boolean;
      /** What the program calls it; absent: nothing. */
      readonly name?: string;
    }
  | {
      readonly kind: 'value';
      readonly value: (recorder: Recorder) => Value;
      /** Whether it is None. */
      readonly isNone?: boolean;
    };

/** How many different indices where nobody says: those of a small vocabulary. */
const usualIndices = 1000;

/** One input by its words, or a sentence that says what is wrong with them. `batch` is the first size of the first input. */
export function inputOf(words: string, batch: number | null): InputWords | string {
  const text = words.trim();
  if (text === 'None') return { kind: 'value', value: () => none, isNone: true };
  const inner = /^tuple\((.*)\)$/s.exec(text)?.[1];
  if (inner !== undefined) return tupleOf(inner, batch);
  const [, kind = 'float', sizes = '', below] =
    /^(?:(float|int|bool|zeros|causal):)?([\d\s,]*)(?:<(\d+))?$/.exec(text) ?? [];
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  if (!/\d/.test(sizes) || shape.some((size) => !Number.isSafeInteger(size) || size < 1)) {
    return `An input is written as 1,3,32,32 (batch first), int:1,30<10000, bool:, zeros:, causal: or None; found ${text}.`;
  }
  const whole = batch !== null && shape[0] !== batch;
  if (kind === 'float') return { kind: 'input', shape, dtype: 'float32', indexCount: 0, whole };
  if (kind === 'int') {
    const indexCount = Number(below ?? usualIndices);
    const isBound = below === undefined ? {} : ({ isBound: true } as const);
    return { kind: 'input', shape, dtype: 'int64', indexCount, ...isBound, whole };
  }
  return { kind: 'value', value: (recorder) => constantOf(recorder, kind, shape) };
}

function tupleOf(inner: string, batch: number | null): InputWords | string {
  const parts = inner.split(';').map((part) => inputOf(part, batch));
  const wrong = parts.find((part) => typeof part === 'string');
  if (typeof wrong === 'string') return wrong;
  return {
    kind: 'value',
    value: (recorder) => tuple(parts.map((part) => partValue(part, recorder))),
  };
}

function partValue(part: InputWords | string, recorder: Recorder): Value {
  if (typeof part === 'string') return none;
  if (part.kind === 'value') return part.value(recorder);
  return constantOf(recorder, 'zeros', part.shape);
}

function constantOf(recorder: Recorder, kind: string, shape: readonly number[]): Value {
  const [rows = 1, columns = rows] = shape.slice(-2);
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = Array.from({ length: count }, (_, place) => {
    if (kind === 'zeros') return 0;
    if (kind === 'bool') return 1;
    const [row, column] = [Math.floor(place / columns) % rows, place % columns];
    return column > row ? -Infinity : 0;
  });
  const dtype = kind === 'bool' ? 'bool' : 'float32';
  return recorder.constant(torchFlavour, dtype, shape, numbers).value;
}

/** Inputs in the words of a directive; null where one of them has none. */
export function directiveWords(inputs: readonly InputWords[]): string | null {
  const words = inputs.map((input) => {
    if (input.kind === 'value') return input.isNone === true ? 'None' : null;
    const sizes = input.shape.join(',');
    return input.indexCount > 0 ? `int:${sizes}<${input.indexCount}` : sizes;
  });
  return words.length > 0 && words.every((word) => word !== null) ? words.join('; ') : null;
}
