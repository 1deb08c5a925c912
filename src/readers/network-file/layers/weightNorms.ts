/** Weights under weight normalisation or spectral normalisation, as options of layers of network files. */
import type { Value } from '../../../graph/network';
import type { Placed } from '../fields';
import { flag } from '../forms';
import { addParameter, unwritten, type LayerParameter } from './parameters';
import type { LayerContext } from './statements';

/** The options of layers whose weight can be normalised. */
export const weightNormOptions = {
  'weight-norm': {
    form: flag,
    meaning:
      'Whether the weight is learned as directions (weight-v) and their lengths (weight-g), one for each index of its first axis (Salimans and Kingma 2016).',
    fallback: false,
  },
  'spectral-norm': {
    form: flag,
    meaning: 'Whether the weight is divided by its largest singular value (Miyato et al. 2018).',
    fallback: false,
  },
} as const;

/** What was read of them. */
export interface WeightNorms {
  readonly 'weight-norm'?: Placed<boolean> | undefined;
  readonly 'spectral-norm'?: Placed<boolean> | undefined;
}

/** Adds the weight of a layer, part `weight`, as the options want it; `outputAxis` is the axis of its outputs. */
export function addWeight(
  context: LayerContext,
  parameter: LayerParameter,
  { 'weight-norm': weightNorm, 'spectral-norm': spectralNorm }: WeightNorms,
  outputAxis = 0,
): Value {
  if (weightNorm?.value === true) {
    if (spectralNorm?.value === true) {
      context.report.error('A weight can have one norm; weight-norm counts.', spectralNorm.range);
    }
    return addWeightNorm(context, parameter);
  }
  return spectralNorm?.value === true
    ? addSpectralNorm(context, parameter, outputAxis)
    : addParameter(context, parameter);
}

/** As PyTorch has it, the lengths belong to the first axis, and start as those of the weight that is drawn. */
function addWeightNorm(context: LayerContext, parameter: LayerParameter): Value {
  const { builder, layer, span } = context;
  const [size = 0, ...others] = parameter.shape;
  const direction = addParameter(context, { ...parameter, part: 'weight-v' });
  const lengths = addParameter(context, {
    ...parameter,
    part: 'weight-g',
    role: 'scale',
    shape: [size, ...others.map(() => 1)],
    axes: 'one per index of the first axis of the weight',
    start: unwritten,
    silent: { name: 'ones' },
    derived: { part: 'lengths', weight: `${builder.layerName(layer)}.weight-v`, axis: 0 },
  });
  return builder.op({ op: 'weight-norm', attributes: { axis: 0 } }, [direction, lengths], layer, span);
}

/** The singular vectors are buffers that one turn of the power iteration moves at every step. */
function addSpectralNorm(context: LayerContext, parameter: LayerParameter, axis: number): Value {
  const { builder, layer, span } = context;
  const weight = addParameter(context, parameter);
  const name = builder.layerName(layer);
  const rows = parameter.shape[axis] ?? 0;
  const columns = parameter.shape.reduce(
    (product, size, other) => (other === axis ? product : product * size),
    1,
  );
  const initialisation = { name: 'normal' } as const;
  const of = { weight: `${name}.${parameter.part}`, axis };
  const u = builder.buffer({
    ...{ layer, part: 'weight-u', shape: [rows], initialisation, span },
    derived: { ...of, part: 'left singular vector' },
  });
  const v = builder.buffer({
    ...{ layer, part: 'weight-v', shape: [columns], initialisation, span },
    derived: { ...of, part: 'right singular vector', left: `${name}.weight-u` },
  });
  const attributes = { axis, iterations: 1, epsilon: 1e-12 };
  return builder.op({ op: 'spectral-norm', attributes }, [weight, u, v], layer, span);
}
