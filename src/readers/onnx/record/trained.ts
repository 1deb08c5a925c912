/** Which tensors of a file training would change: ONNX has no word for it, so names and numbers must tell. */
import { sizeOf, type Tensor } from '../../../tensor/tensor';
import { stateName } from './naming';
import type { Stored } from './operands';

/** What modules call numbers that they keep and do not train. */
const keptNames =
  /^(running_mean|running_var|num_batches_tracked|inv_freq|pe|mean|std|pixel_mean|pixel_std|anchors?|freqs?(_\w+)?|cos_cached|sin_cached|(\w+_)?(mask|ids|index))$/;

/** What added to a product of attention leaves nothing of it. */
const hidden = -1e4;

const decided = new WeakMap<Tensor, boolean>();

/** Whether a tensor of the file is a weight: floats that are more than one number, and neither a mask nor a table of sines. */
export function isTrained(operand: Stored): boolean {
  const known = decided.get(operand.tensor);
  if (known !== undefined) return known;
  const result = looksTrained(operand);
  decided.set(operand.tensor, result);
  return result;
}

function looksTrained({ tensor, name }: Stored): boolean {
  if (tensor.computed !== 'float') return false;
  const state = stateName(name);
  if (state ? keptNames.test(state.part) : sizeOf(tensor.shape) <= 1) return false;
  return !isMask(tensor, state !== null) && !isSines(tensor);
}

/** Zeros, ones and what hides a place; a weight with a name may be all zeros or ones. */
function isMask({ shape, data }: Tensor, isNamed: boolean): boolean {
  if (shape.length < 2) return false;
  let hides = false;
  for (const value of data) {
    if (value <= hidden) hides = true;
    else if (value !== 0 && value !== 1) return false;
  }
  return hides || !isNamed;
}

/** Positions as sines and cosines side by side (Vaswani et al. 2017): the first row is 0, 1, 0, 1 ..., the second begins with sin 1, cos 1. */
function isSines({ shape, data }: Tensor): boolean {
  const width = shape.at(-1) ?? 0;
  if (shape.length < 2 || width < 4 || width % 2 !== 0 || data.length < 2 * width) return false;
  for (let at = 0; at < width; at += 1) if (data[at] !== at % 2) return false;
  const isNear = (at: number, wanted: number): boolean => Math.abs((data[at] ?? NaN) - wanted) < 1e-5;
  return isNear(width, Math.sin(1)) && isNear(width + 1, Math.cos(1));
}
