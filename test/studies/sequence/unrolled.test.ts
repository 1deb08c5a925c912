/** The unrolled form of every recurrent op is the op itself: values and the gradients of all arguments, to rounding. */
import { strict as assert } from 'node:assert';
import { fileStart } from '../../../src/base/span';
import { initialParameters } from '../../../src/engine/parameters';
import { drawProbe } from '../../../src/engine/probe';
import { runNetwork, valueOf, type Trace } from '../../../src/engine/trace';
import { networkBuilder } from '../../../src/graph/builder';
import type { Network } from '../../../src/graph/network';
import { faultsOf } from '../../../src/graph/shapes';
import { sizesOf } from '../../../src/ops/recurrent/form';
import type { OpCall } from '../../../src/ops/table';
import { cellNames, formOf, passesOf } from '../../../src/studies/sequence/passes';
import { unrolled } from '../../../src/studies/sequence/unrolled';
import { referenceKernels } from '../../../src/tensor/reference';
import type { Tensor } from '../../../src/tensor/tensor';
import { recurrent } from '../../ops/examples/recurrent';

const span = fileStart('case');
const kernels = referenceKernels('float64');

/** One op whose arguments are all parameters, and the energy of the chosen outputs as the loss. */
function networkOf(call: OpCall, args: readonly Tensor[], chosen: readonly number[]): Network {
  const builder = networkBuilder((problem) => assert.fail(problem.message));
  const layer = builder.layer({ kind: call.op, span });
  const values = args.map(({ shape, data }, place) =>
    builder.parameter({
      layer,
      part: `argument${place}`,
      role: 'weight',
      shape,
      initialisation: { name: 'values', values: data },
      fans: { fanIn: 1, fanOut: 1 },
      written: null,
      span,
    }),
  );
  const { node } = builder.op(call, values, layer, span);
  const outputs = chosen.map((output) => ({ node, output }));
  const loss = builder.op({ op: 'output-energy', attributes: {} }, outputs, null, span);
  return builder.finish({
    name: 'case',
    span,
    outputs,
    loss: { node: loss.node, name: 'output-energy', span },
    dataset: null,
    seed: 1,
    batch: null,
    ignore: [],
  });
}

function traceOf(network: Network): Trace {
  const probe = drawProbe(network, 2, 1, kernels);
  const options = { kernels, seed: 1, training: true, checkpoint: () => undefined };
  return runNetwork(network, initialParameters(network, 1, kernels), probe, options);
}

function assertClose(
  actual: Tensor | null | undefined,
  expected: Tensor | null | undefined,
  what: string,
): void {
  assert.equal(actual?.data.length, expected?.data.length, what);
  expected?.data.forEach((value, place) => {
    const ours = actual?.data[place] ?? NaN;
    assert.ok(
      Math.abs(ours - value) <= 1e-10 * Math.max(1e-3, Math.abs(value)),
      `${what}: ${ours} is not ${value}`,
    );
  });
}

describe('unrolled recurrent passes', () => {
  for (const op of cellNames) {
    const rows: readonly { args: Tensor[]; attributes: object }[] = recurrent[op];
    rows.forEach(({ args, attributes }) => {
      for (const chosen of op === 'lstm' ? [[0], [1], [2], [0, 1, 2]] : [[0], [1], [0, 1]]) {
        it(`${op} ${JSON.stringify(attributes)}, loss on ${chosen.join(', ')}`, () => {
          const call = { op, attributes } as OpCall; // the example's attributes are those of its op
          const network = networkOf(call, args, chosen);
          const [pass] = passesOf(network);
          assert.ok(pass);
          const fused = traceOf(network);
          const sizes = sizesOf(formOf(pass.op.call), args);
          if ('error' in sizes) assert.fail(sizes.error);
          const { network: spelled, steps } = unrolled(network, pass, sizes);
          assert.deepEqual(faultsOf(spelled), []);
          assert.equal(steps.length, sizes.steps);
          const ours = traceOf(spelled);
          const [loss, expected] = [ours.loss ?? NaN, fused.loss ?? NaN];
          assert.ok(
            Math.abs(loss - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
            `${loss} is not ${expected}`,
          );
          network.outputs.forEach((value, place) => {
            const other = spelled.outputs[place];
            assert.ok(other);
            assertClose(valueOf(ours, other), valueOf(fused, value), `output ${chosen[place]}`);
          });
          for (const [name, gradient] of fused.parameterGradients) {
            assertClose(ours.parameterGradients.get(name), gradient, name);
          }
        });
      }
    });
  }
});
