/** Every op's backward pass against centred differences: a missing row in the table of examples does not compile. */
import assert from 'node:assert/strict';
import { opNames, type OpName } from '../../src/ops/table';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { isFloat, tensorOf, type Tensor } from '../../src/tensor/tensor';
import type { Example } from './examples/draw';
import { examples } from './examples/table';
import { gradientErrors } from './gradientCheck';
import { opNamed } from './opNamed';

/** The goal of the project (lessons.md): norms over a tensor, smooth points, float64. */
const limit = 1e-7;

const table: Readonly<Record<OpName, readonly Example[]>> = examples;

function numbersOf(tensors: readonly Tensor[]): number[][] {
  return tensors.map(({ data }) => [...data]);
}

/** A gradient of ones for every output that can have one. */
function onesLike(outputs: readonly Tensor[]): (Tensor | null)[] {
  return outputs.map(({ elementType, shape, data }) =>
    isFloat(elementType)
      ? tensorOf(
          'float64',
          shape,
          Array.from(data, () => 1),
        )
      : null,
  );
}

describe('gradients', () => {
  for (const name of opNames) {
    const op = opNamed(name);
    for (const [index, example] of table[name].entries()) {
      const { args, attributes, training = false, constants = [], detached = [] } = example;
      const run = { training, random: randomStream(3) };
      const all = args.map(() => true);

      it(`${name} agrees with centred differences (example ${index})`, () => {
        const { outputs } = op.forward(referenceKernels('float64'), args, attributes, run);
        const differentiable = outputs.some(({ elementType }) => isFloat(elementType));
        gradientErrors(op, args, attributes, run, detached).forEach((error, which) => {
          if (error !== null) assert.ok(error < limit, `argument ${which}: ${String(error)}`);
          else if (differentiable && isFloat(args[which]?.elementType ?? 'bool')) {
            assert.ok(constants.includes(which), `argument ${which} has no gradient`);
          }
        });
      });

      it(`${name} keeps its promises to the engine (example ${index})`, () => {
        const before = numbersOf(args);
        const { outputs, backward } = op.forward(referenceKernels('float64'), args, attributes, run);
        const types = outputs.map(({ elementType, shape }) => ({ elementType, shape }));
        const given = args.map(({ elementType, shape }) => ({ elementType, shape }));
        assert.deepEqual(op.shape(given, attributes), types, 'the shape rule foretells the outputs');
        const gradients = onesLike(outputs);
        const results = numbersOf(outputs);
        const found = backward(gradients, all);
        found.forEach((gradient, which) => {
          if (gradient)
            assert.deepEqual(
              gradient.shape,
              args[which]?.shape,
              'gradients have the shape of their argument',
            );
        });
        for (const gradient of gradients) {
          assert.ok(
            gradient?.data.every((value) => value === 1) ?? true,
            'backward writes into nothing given',
          );
        }
        assert.deepEqual(numbersOf(args), before, 'arguments stay');
        assert.deepEqual(numbersOf(outputs), results, 'outputs stay');
        assert.deepEqual(backward(gradients, all), found, 'backward may run again');
        const isNull = (gradient: Tensor | null): boolean => gradient === null;
        const unwanted = args.map(() => false);
        assert.ok(backward(gradients, unwanted).every(isNull), 'the unwanted is null');
        const unreached = outputs.map(() => null);
        assert.ok(backward(unreached, all).every(isNull), 'what the loss does not reach is null');
        assert.ok(op.work(given, attributes) > 0, 'an op costs something');
      });
    }
  }
});
