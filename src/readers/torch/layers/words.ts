/** What layers of torch.nn say of themselves when they are printed: `Linear(in_features=3, out_features=4, bias=True)`. */
import type { Machine } from '../../python/values/machine';
import type { InstanceValue, Value } from '../../python/values/value';
import { textOf } from '../functions/places';

const pool = 'kernel_size stride padding';
const around = '=num_features eps momentum affine bias! track_running_stats';
const convolution =
  '=in_channels =out_channels kernel_size stride padding:0 dilation:1 output_padding:0 groups:1 bias- padding_mode:zeros';

/**
 * Attributes in order. `name` is shown as name=value, `=name` as its value alone, `name!` by whether it is there, `name-` only where it is
 * not there, `name?` only where it is true, `name:usual` only where it is another, `name'` in quotes.
 */
const words: readonly (readonly [RegExp, string])[] = [
  [/^(?:Lazy)?Linear$/, 'in_features out_features bias!'],
  [/^Bilinear$/, 'in1_features in2_features out_features bias!'],
  [/^(?:Lazy)?Conv(?:Transpose)?\dd$/, convolution],
  [/^(?:Lazy)?(?:Batch|SyncBatch|Instance)Norm\d?d?$/, around],
  [/^LayerNorm$/, '=normalized_shape eps elementwise_affine bias!'],
  [/^RMSNorm$/, '=normalized_shape eps elementwise_affine'],
  [/^GroupNorm$/, '=num_groups =num_channels eps affine bias!'],
  [/^LocalResponseNorm$/, '=size alpha beta k'],
  [/^(?:Feature)?(?:Alpha)?Dropout\d?d?$/, 'p inplace'],
  [/^MaxPool\dd$/, `${pool} dilation ceil_mode`],
  [/^AvgPool\dd$/, pool],
  [/^Adaptive(?:Max|Avg)Pool\dd$/, 'output_size'],
  [/^Embedding$/, '=num_embeddings =embedding_dim padding_idx:None'],
  [/^Flatten$/, 'start_dim end_dim'],
  [/^(?:ReLU6?|SiLU|Mish|SELU|Hardswish|Hardsigmoid)$/, 'inplace?'],
  [/^LeakyReLU$/, 'negative_slope inplace?'],
  [/^(?:ELU|CELU)$/, 'alpha inplace?'],
  [/^PReLU$/, 'num_parameters'],
  [/^Hardtanh$/, 'min_val max_val inplace?'],
  [/^Softplus$/, 'beta threshold'],
  [/^GELU$/, "approximate'"],
  [/^(?:Log)?Soft(?:max|min)$|^GLU$/, 'dim'],
  [/^PixelShuffle$/, 'upscale_factor'],
  [/^PixelUnshuffle$/, 'downscale_factor'],
];

/** The words of a layer; null where its class says none. */
export function wordsOf(machine: Machine, self: InstanceValue, name: string): string | null {
  const row = words.find(([pattern]) => pattern.test(name))?.[1];
  if (row === undefined) return null;
  return row
    .split(' ')
    .flatMap((word) => pieceOf(machine, self, word))
    .join(', ');
}

function pieceOf(machine: Machine, self: InstanceValue, word: string): readonly string[] {
  const [, mark = '', name = '', kind = '', usual = ''] = /^(=?)(\w+)([!?'-]|:)?(.*)$/.exec(word) ?? [];
  const value: Value = machine.findAttribute(self, name) ?? { kind: 'none' };
  const isThere = value.kind !== 'none';
  if (kind === '!') return [`${name}=${isThere ? 'True' : 'False'}`];
  if (kind === '-') return isThere ? [] : [`${name}=False`];
  const text = textOf(machine, value);
  if (kind === '?') return text === 'True' ? [`${name}=True`] : [];
  const items = text.replaceAll(/[(),]/g, ' ').trim().split(/\s+/);
  if (kind === ':' && items.every((item) => item === usual)) return [];
  if (mark === '=') return [text];
  return [`${name}=${kind === "'" ? `'${text}'` : text}`];
}
