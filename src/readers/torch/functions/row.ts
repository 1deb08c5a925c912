/** A function of torch: its names, its signature, and where a program finds it. */
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';

/** Where a function is found. */
export type Home =
  /** torch.NAME */
  | 'torch'
  /** torch.nn.functional.NAME */
  | 'functional'
  /** Tensor.NAME */
  | 'method'
  /** NAME_, in torch, torch.nn.functional or as a method, wherever the plain name is: writes its result into its first argument. */
  | 'in place'
  /** torch.special.NAME */
  | 'special'
  /** torch.linalg.NAME */
  | 'linalg'
  /** torch.fft.NAME */
  | 'fft';

/** One function. */
export interface TorchFunction {
  readonly name: string;
  /** As Python writes parameters: `input, dim=None, keepdim=False`. */
  readonly signature: string;
  readonly homes: readonly Home[];
  readonly run: (recorder: Recorder, ...bound: Value[]) => Value;
}

/** torch, method and in-place: what most functions of one tensor have. */
export const everywhere = ['torch', 'method', 'in place'] as const satisfies readonly Home[];
/** torch and method. */
export const usual = ['torch', 'method'] as const satisfies readonly Home[];

/** A row of a table of functions. */
export function torchFunction(
  name: string,
  signature: string,
  homes: readonly Home[],
  run: TorchFunction['run'],
): TorchFunction {
  return { name, signature, homes, run };
}
