/** Every op's backward pass against centred differences: a missing row in the table of examples does not compile. */
import assert from 'node:assert/strict';
import { opNames, type OpName } from '../../src/ops/table';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { sameShape, tensorOf } from '../../src/tensor/tensor';
import { examples, type Example } from './examples';
import { gradientErrors } from './gradientCheck';
import { opNamed } from './opNamed';

/** The goal of the project (lessons.md): norms over a tensor, smooth points, float64. */
const limit = 1e-7;

const table: Readonly<Record<OpName, readonly Example[]>> = examples;

/** Arguments that stand for labels, which get no gradient. */
const labels: Partial<Record<OpName, readonly number[]>> = { hinge: [1], nll: [1] };

describe('gradients', () => {
  for (const name of opNames) {
    const op = opNamed(name);
    for (const [index, { args, attributes, training = false }] of table[name].entries()) {
      const run = { training, random: randomStream(3) };

      it(`${name} agrees with centred differences (example ${index})`, () => {
        gradientErrors(op, args, attributes, run).forEach((error, which) => {
          if (error !== null) assert.ok(error < limit, `argument ${which}: ${String(error)}`);
          else assert.ok(args[which]?.elementType === 'int32' || labels[name]?.includes(which) === true);
        });
      });

      it(`${name} keeps its promises to the engine (example ${index})`, () => {
        const kernels = referenceKernels('float64');
        const before = args.map(({ data }) => [...data]);
        const { outputs, backward } = op.forward(kernels, args, attributes, run);
        const types = outputs.map(({ elementType, shape }) => ({ elementType, shape }));
        const given = args.map(({ elementType, shape }) => ({ elementType, shape }));
        assert.deepEqual(op.shape(given, attributes), types, 'the shape rule foretells the outputs');
        const gradients = outputs.map(({ shape, data }) =>
          tensorOf(
            'float64',
            shape,
            data.map(() => 1),
          ),
        );
        const results = outputs.map(({ data }) => [...data]);
        const found = backward(
          gradients,
          args.map(() => true),
        );
        found.forEach((gradient, which) => {
          if (gradient)
            assert.ok(
              sameShape(gradient.shape, args[which]?.shape ?? []),
              'gradients have the shape of their argument',
            );
        });
        assert.ok(
          gradients.every(({ data }) => data.every((value) => value === 1)),
          'backward writes into nothing given',
        );
        assert.deepEqual(
          args.map(({ data }) => [...data]),
          before,
          'arguments stay',
        );
        assert.deepEqual(
          outputs.map(({ data }) => [...data]),
          results,
          'outputs stay',
        );
        assert.deepEqual(
          backward(
            gradients,
            args.map(() => true),
          ),
          found,
          'backward may run again',
        );
        assert.ok(
          backward(
            gradients,
            args.map(() => false),
          ).every((gradient) => gradient === null),
          'the unwanted is null',
        );
        assert.ok(
          backward(
            outputs.map(() => null),
            args.map(() => true),
          ).every((gradient) => gradient === null),
        );
        assert.ok(op.work(given, attributes) > 0, 'an op costs something');
      });
    }
  }
});
