/** Checks what ops say when their arguments do not fit: one plain sentence each, for the user. */
import assert from 'node:assert/strict';
import type { Attributes } from '../../src/ops/op';
import type { ElementType, Shape } from '../../src/tensor/tensor';
import { opNamed } from './opNamed';

/** An argument's type: float64 unless said. */
export type Argument = Shape | readonly [ElementType, Shape];

/** A call that does not fit, and the sentence that says so. */
export type Misfit = readonly [
  op: string,
  args: readonly Argument[],
  attributes: Attributes,
  sentence: string,
];

/** One test for each misfit. */
export function testSentences(misfits: readonly Misfit[]): void {
  for (const [op, args, attributes, sentence] of misfits) {
    it(sentence, () =>
      assert.deepEqual(opNamed(op).shape(args.map(typeOf), attributes), { error: sentence }),
    );
  }
}

function typeOf(argument: Argument): { elementType: ElementType; shape: Shape } {
  const [first, second] = argument;
  if (typeof first === 'string' && Array.isArray(second))
    return { elementType: first, shape: second as Shape }; // the pair form
  return { elementType: 'float64', shape: argument as Shape }; // the other form of an argument
}
