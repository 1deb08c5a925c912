/** Every op with whole numbers in place of floats: the shape rule refuses them, or foretells what comes out. */
import assert from 'node:assert/strict';
import { opNames, type OpName } from '../../src/ops/table';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { zeros } from '../../src/tensor/tensor';
import type { Example } from './examples/draw';
import { examples } from './examples/table';
import { opNamed } from './opNamed';

const table: Readonly<Record<OpName, readonly Example[]>> = examples;

describe('element types', () => {
  for (const name of opNames) {
    it(`${name} foretells what it makes of whole numbers, or takes none`, () => {
      const op = opNamed(name);
      for (const { args, attributes, training = false } of table[name]) {
        for (const which of args.keys()) {
          const given = args.map((arg, place) => (place === which ? zeros('int32', arg.shape) : arg));
          const types = op.shape(
            given.map(({ elementType, shape }) => ({ elementType, shape })),
            attributes,
          );
          if ('error' in types) continue;
          const run = { training, random: randomStream(3) };
          const { outputs } = op.forward(referenceKernels('float64'), given, attributes, run);
          const found = outputs.map(({ elementType, shape }) => ({ elementType, shape }));
          assert.deepEqual(found, types, `argument ${which}`);
        }
      }
    });
  }
});
