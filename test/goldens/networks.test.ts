/** Whole networks against PyTorch, op by op in the order of the golden's nodes, so that no engine stands between. */
import assert from 'node:assert/strict';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { scalarOf, tensorOf, type FloatType, type Tensor } from '../../src/tensor/tensor';
import type { Forward } from '../../src/ops/op';
import { opNamed } from '../ops/opNamed';
import { inputOf, networkNames, readNetwork, toTensor, type NetworkGolden } from './read';

const run = { training: true, random: randomStream(1) };

interface Pass {
  readonly loss: number;
  /** Gradients of parameters and of node outputs. */
  readonly gradients: ReadonlyMap<string, Tensor>;
}

/** One forward and backward pass in the given float type. */
function pass(golden: NetworkGolden, floatType: FloatType): Pass {
  const kernels = referenceKernels(floatType);
  const cast = ({ shape, data }: Tensor): Tensor => tensorOf(floatType, shape, data);
  const target = toTensor(golden.target);
  const values = new Map<string, Tensor>([
    ['input', cast(inputOf(golden))],
    ['target', target.elementType === 'int32' ? target : cast(target)],
  ]);
  for (const [name, { shape, values: numbers }] of Object.entries(golden.parameters)) {
    values.set(name, cast(toTensor({ elementType: 'float64', shape, values: numbers })));
  }
  const forwards = golden.nodes.map(({ name, op, attributes, args }): Forward => {
    const tensors = args.map((arg) => values.get(arg) ?? assert.fail(`${name} needs ${arg}`));
    const types = tensors.map(({ elementType, shape }) => ({ elementType, shape }));
    const forward = opNamed(op).forward(kernels, tensors, attributes, run);
    const [output] = forward.outputs;
    assert.ok(output);
    assert.deepEqual(opNamed(op).shape(types, attributes), [{ elementType: floatType, shape: output.shape }]);
    values.set(name, output);
    return forward;
  });
  const last = golden.nodes.at(-1)?.name ?? '';
  const gradients = new Map<string, Tensor>([[last, tensorOf(floatType, [], [1])]]);
  golden.nodes.toReversed().forEach(({ name, args }, index) => {
    const wanted = args.map((arg) => arg !== 'input' && arg !== 'target');
    const found = forwards.at(-1 - index)?.backward([gradients.get(name) ?? null], wanted) ?? [];
    args.forEach((arg, which) => {
      const gradient = found[which];
      if (!gradient) return;
      const earlier = gradients.get(arg);
      const sum = kernels.allocate(gradient.shape);
      kernels.pairwise('add', gradient, earlier ?? kernels.allocate([]), sum);
      gradients.set(arg, sum);
    });
  });
  const loss = values.get(last);
  return { loss: loss ? scalarOf(loss) : NaN, gradients };
}

/** |ours - theirs| / |theirs| in the Euclidean norm. */
function relativeError(ours: Tensor | undefined, theirs: readonly number[]): number {
  assert.equal(ours?.data.length, theirs.length);
  const difference = theirs.map((value, index) => (ours.data[index] ?? NaN) - value);
  return Math.hypot(...difference) / Math.hypot(...theirs);
}

describe('network goldens', () => {
  for (const name of networkNames) {
    const golden = readNetwork(name);
    const { loss, gradients, float32, rootMeanSquareGradients } = golden;

    it(`${name}: loss and every gradient agree with PyTorch in float64 to 1e-12`, () => {
      const ours = pass(golden, 'float64');
      assert.ok(Math.abs(ours.loss - loss) <= 1e-12 * loss);
      for (const [parameter, theirs] of Object.entries(gradients)) {
        const error = relativeError(ours.gradients.get(parameter), theirs);
        assert.ok(error < 1e-12, `${parameter}: ${String(error)}`);
      }
      for (const [node, theirs] of Object.entries(rootMeanSquareGradients)) {
        const delta = ours.gradients.get(node)?.data ?? [];
        const mean = Math.hypot(...delta) / Math.sqrt(delta.length);
        assert.ok(Math.abs(mean - theirs) <= 1e-12 * theirs, node);
      }
    });

    it(`${name}: in float32 no further from the float64 gradient than twice PyTorch's own float32 run`, () => {
      const ours = pass(golden, 'float32');
      assert.ok(Math.abs(ours.loss - loss) <= 1e-6 * loss);
      const worst = Math.max(...Object.values(float32.relativeErrors));
      for (const [parameter, theirs] of Object.entries(gradients)) {
        const error = relativeError(ours.gradients.get(parameter), theirs);
        assert.ok(error < 2 * worst, `${parameter}: ${String(error)}, PyTorch's worst ${String(worst)}`);
      }
    });
  }
});
