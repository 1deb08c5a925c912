/** What an exception about sizes says of the input that would have fitted. */
import type { InputWords } from '../inputs';

type Input = Extract<InputWords, { kind: 'input' }>;

/** Inputs to try next, best first; none where the exception says nothing of sizes. */
export function corrected(
  inputs: readonly InputWords[],
  message: string,
): readonly (readonly InputWords[])[] {
  const [first, ...rest] = inputs;
  if (first?.kind !== 'input') return [];
  return firstCorrected(first, message).map((input) => [
    input,
    ...rest.map((one) => alike(one, first, input)),
  ]);
}

/** A further input that was taken to be like the first stays like it. */
function alike(other: InputWords, before: Input, now: Input): InputWords {
  return other.kind === 'input' && other.shape.join() === before.shape.join()
    ? { ...other, shape: now.shape }
    : other;
}

function firstCorrected(input: Input, message: string): readonly Input[] {
  const [, columns = 0, rows = 0] = numbersIn(
    message,
    /shapes cannot be multiplied \(\d+x(\d+) and (\d+)x\d+\)/,
  );
  if (columns > 0 && rows > 0) return flattened(input, columns, rows);
  const [, wanted = 0, found = 0] = numbersIn(message, /to have (\d+) channels?, but got (\d+) channels?/);
  const place = input.shape.indexOf(found, 1);
  if (wanted > 0 && place > 0) return [{ ...input, shape: input.shape.with(place, wanted) }];
  // What puts the pixels of each square behind each other has more channels behind it: a stem that halves the image.
  const channels = input.shape.length > 2 ? (input.shape[1] ?? 0) : 0;
  const before = (wanted * channels) / found;
  if (wanted > 0 && found % channels === 0 && Number.isInteger(before))
    return [{ ...input, shape: input.shape.with(1, before) }];
  if (/indices' to have .* scalar types: Long/.test(message) && input.indexCount === 0) {
    return [{ ...input, dtype: 'int64', indexCount: 10 }];
  }
  return [];
}

/** A side of an image, or a number of features, behind which `rows` numbers reach a linear layer in place of `columns`. */
function flattened(input: Input, columns: number, rows: number): readonly Input[] {
  const { shape } = input;
  const last = shape.at(-1) ?? 1;
  if (shape.length < 4) {
    const plain = last + rows - columns;
    return plain > 0 && input.indexCount === 0 ? [{ ...input, shape: shape.with(-1, plain) }] : [];
  }
  const side = Math.round(last * Math.sqrt(rows / columns));
  const sides = [side, side + 1, side - 1, side + 2, side - 2].filter((one) => one > 0 && one !== last);
  return sides.map((one) => ({ ...input, shape: [...shape.slice(0, -2), one, one] }));
}

function numbersIn(text: string, pattern: RegExp): readonly number[] {
  return [...(pattern.exec(text) ?? [])].map(Number);
}
