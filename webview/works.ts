/** Where the selected layer works on the curve of its activation. */
import type { ActivationReport } from '../src/analysis/report';
import { layerAnswer } from './pictures';
import type { Works } from './plot/curve';
import type { Focus, LensState } from './state';

/** The pre-activations of the selected layer, if it uses the activation and they have come. */
export function worksOf(state: LensState, focus: Focus, curve: ActivationReport): Works | null {
  const { layer, network } = focus;
  const found = layer !== null && curve.layers.includes(layer) ? network.layers[layer] : undefined;
  const histogram = layerAnswer(state).picture?.preActivation;
  if (found === undefined || histogram === undefined) return null;
  const { minimum, maximum } = found.preActivation;
  return { layer: found.name, histogram, minimum, maximum };
}
