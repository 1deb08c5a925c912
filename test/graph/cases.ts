/** Networks by hand for tests, as readers of programs make them: with constants, several inputs and batch sizes among the attributes. */
import { strict as assert } from 'node:assert';
import { fileStart } from '../../src/base/span';
import { networkBuilder, type BuilderOptions, type NetworkBuilder } from '../../src/graph/builder';
import { addLoss } from '../../src/graph/loss';
import type { LayerIndex, Network, Value } from '../../src/graph/network';

/** Where everything of these networks stands. */
export const span = fileStart('case');

/** Builds a network whose loss is the energy of its outputs; any problem fails. */
export function networkOfOps(
  build: (builder: NetworkBuilder) => readonly Value[],
  options: BuilderOptions = {},
): Network {
  const builder = networkBuilder((problem) => assert.fail(problem.message), options);
  const outputs = build(builder);
  const { loss } = addLoss(builder, { op: 'output-energy', attributes: {} }, outputs, span);
  const description = { name: 'case', span, outputs, loss, dataset: null, seed: 1, batch: null, ignore: [] };
  return builder.finish(description);
}

/** A weight, drawn as PyTorch draws it; `name` is the whole name. */
export function weightOf(
  builder: NetworkBuilder,
  layer: LayerIndex,
  shape: readonly number[],
  name?: string,
): Value {
  const fanIn = shape.slice(1).reduce((product, size) => product * size, 1);
  return builder.parameter({
    ...{ name, layer, shape, span, part: 'weight', role: 'weight', written: null },
    initialisation: { name: 'pytorch' },
    fans: { fanIn, fanOut: shape[0] ?? 1 },
  });
}

/** A linear layer without bias. */
export function linear(builder: NetworkBuilder, x: Value, outputs: number): Value {
  const layer = builder.layer({ kind: 'linear', span });
  const inputs = builder.typeOf(x)?.shape.at(-1) ?? 1;
  const weight = weightOf(builder, layer, [outputs, inputs]);
  return builder.op({ op: 'linear', attributes: {} }, [x, weight], layer, span);
}

/** A reshape that belongs to no layer. */
export function reshape(builder: NetworkBuilder, x: Value, ...sizes: readonly number[]): Value {
  return builder.op({ op: 'reshape', attributes: { sizes } }, [x], null, span);
}
