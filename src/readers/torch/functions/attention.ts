/** Attention as functions of torch.nn.functional. */
import { fail } from '../../python/values/exceptions';
import { none, tuple } from '../../python/values/make';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { optionalTensor, tensorArgument } from '../values/arguments';
import { flag, number, whole } from '../../tensors/arguments';
import { attended, multiHeadAttention, type HeadOptions, type HeadParameters } from './scaledAttention';
import { insideItsLayer } from '../module/calling';
import { torchFunction, type TorchFunction } from './row';

const name = 'scaled_dot_product_attention';
const forward = 'multi_head_attention_forward()';

/** The masks fit inputs as PyTorch checks them (torch.nn.functional._mha_shape_check). Says whether the inputs are batches. */
function checkShapes(
  machine: Machine,
  [query, key, value]: readonly TensorValue[],
  mask: TensorValue | null,
  padding: TensorValue | null,
): boolean {
  const wrong = (message: string): never => {
    throw fail(machine, 'AssertionError', message);
  };
  const rank = query?.shape?.length ?? 3;
  if (rank !== 2 && rank !== 3) {
    wrong(`query should be unbatched 2D or batched 3D tensor but received ${rank}-D query tensor`);
  }
  const kind = rank === 3 ? 'batched (3-D)' : 'unbatched (2-D)';
  const ranks = [key, value].map((of) => of?.shape?.length ?? rank);
  if (ranks.some((own) => own !== rank)) {
    const found = `${ranks[0]}-D and ${ranks[1]}-D tensors respectively`;
    wrong(`For ${kind} \`query\`, expected \`key\` and \`value\` to be ${rank}-D but found ${found}`);
  }
  const of = (tensor: TensorValue): number => tensor.shape?.length ?? 2;
  if (padding && of(padding) !== rank - 1) {
    wrong(
      `For ${kind} \`query\`, expected \`key_padding_mask\` to be \`None\` or ${rank - 1}-D but found ${of(padding)}-D tensor instead`,
    );
  }
  if (mask && of(mask) !== 2 && of(mask) !== 3) {
    wrong(
      `For ${kind} \`query\`, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${of(mask)}-D tensor instead`,
    );
  }
  return rank === 3;
}

/** What several heads are given, after the checks of PyTorch. */
interface Sizes {
  readonly batch: number;
  readonly places: number;
  readonly keys: number;
}

function checkMask(machine: Machine, mask: TensorValue, heads: number, { batch, places, keys }: Sizes): void {
  const { shape } = mask;
  if (!shape) return;
  const wanted = shape.length === 2 ? [places, keys] : [batch * heads, places, keys];
  if (shape.join() === wanted.join()) return;
  const message = `The shape of the ${shape.length}D attn_mask is torch.Size([${shape.join(', ')}]), but should be (${wanted.join(', ')}).`;
  throw fail(machine, 'RuntimeError', message);
}

/** The names under which `_attention` finds what it needs in a layer. */
type Get = (name: string) => Value;

/** The parameters of several heads under the names that F.multi_head_attention_forward has for them. */
function parametersFrom(machine: Machine, get: Get, heads: number): HeadParameters {
  const tensor = (key: string): TensorValue => tensorArgument(machine, get(key), forward);
  const maybe = (key: string): TensorValue | null => optionalTensor(machine, get(key), forward);
  const separate = flag(machine, get('use_separate_proj_weight'));
  return {
    heads,
    joint: separate ? null : maybe('in_proj_weight'),
    separate: separate
      ? ([tensor('q_proj_weight'), tensor('k_proj_weight'), tensor('v_proj_weight')] as const)
      : null,
    inputBias: maybe('in_proj_bias'),
    keyBias: maybe('bias_k'),
    valueBias: maybe('bias_v'),
    zeroAttention: flag(machine, get('add_zero_attn')),
    outputWeight: tensor('out_proj_weight'),
    outputBias: maybe('out_proj_bias'),
  };
}

/** Attention of several heads with the arguments of F.multi_head_attention_forward, by their names. */
export function attentionOf(recorder: Recorder, get: Get, inLayer: boolean): Value {
  const { machine } = recorder;
  const tensor = (key: string): TensorValue => tensorArgument(machine, get(key), forward);
  const maybe = (key: string): TensorValue | null => optionalTensor(machine, get(key), forward);
  const inputs = [tensor('query'), tensor('key'), tensor('value')] as const;
  const [mask, padding] = [maybe('attn_mask'), maybe('key_padding_mask')];
  const batched = checkShapes(machine, inputs, mask, padding);
  const batchFirst = flag(machine, get('batch_first'));
  const axis = batchFirst ? 0 : 1;
  const row = (of: TensorValue | null, at: number): TensorValue | null =>
    of && !batched
      ? recorder.apply({ op: 'unsqueeze', attributes: { axis: at } }, [of], { flavour: of.flavour })
      : of;
  const wrapped = new Map(inputs.map((of) => [of, row(of, axis) ?? of]));
  const [query, key, value] = inputs.map((of) => wrapped.get(of) ?? of);
  if (!query || !key || !value) return none;
  const heads = whole(machine, get('num_heads'));
  const causal = flag(machine, get('is_causal'));
  if (causal && !mask) {
    throw fail(
      machine,
      'RuntimeError',
      'Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.',
    );
  }
  const separate = flag(machine, get('use_separate_proj_weight'));
  checkFeatures(machine, [query, key, value], whole(machine, get('embed_dim')), heads, separate);
  const [first = 1, second = 1] = query.shape ?? [];
  const [keyFirst = 1, keySecond = 1] = key.shape ?? [];
  const sizes = {
    batch: batchFirst ? first : second,
    places: batchFirst ? second : first,
    keys: batchFirst ? keySecond : keyFirst,
  };
  if (mask) checkMask(machine, mask, heads, sizes);
  const options: HeadOptions = {
    batchFirst,
    dropout: flag(machine, get('training')) ? number(machine, get('dropout')) : 0,
    mask,
    keyPadding: row(padding, 0),
    needsWeights: flag(machine, get('need_weights')),
    averages: flag(machine, get('average_attn_weights')),
    causal,
  };
  const parameters = parametersFrom(machine, get, heads);
  const within = inLayer ? insideItsLayer(recorder) : undefined;
  const [output, weights] = multiHeadAttention(recorder, [query, key, value], parameters, options, within);
  const alone = (of: TensorValue, at: number): Value =>
    (batched
      ? of
      : recorder.apply({ op: 'select', attributes: { axis: at, index: 0 } }, [of], { flavour: of.flavour })
    ).value;
  return tuple([alone(output, axis), weights ? alone(weights, 0) : none]);
}

function checkFeatures(
  machine: Machine,
  [query, key, value]: readonly TensorValue[],
  wanted: number,
  heads: number,
  separate: boolean,
): void {
  const wrong = (message: string): never => {
    throw fail(machine, 'AssertionError', message);
  };
  const features = query?.shape?.at(-1) ?? wanted;
  if (features !== wanted) wrong(`was expecting embedding dimension of ${wanted}, but got ${features}`);
  if (features % heads !== 0) wrong(`embed_dim ${features} not divisible by num_heads ${heads}`);
  if (!key?.shape || !value?.shape) return;
  const text = (shape: readonly number[]): string => `torch.Size([${shape.join(', ')}])`;
  const [keys, values] = separate
    ? [key.shape.slice(0, 2), value.shape.slice(0, 2)]
    : [key.shape, value.shape];
  if (keys.join() === values.join()) return;
  wrong(
    separate
      ? `key's sequence and batch dims ${text(keys)} do not match value's ${text(values)}`
      : `key shape ${text(keys)} does not match value shape ${text(values)}`,
  );
}

const forwardSignature =
  'query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False';

const forwardNames = forwardSignature.split(', ').map((parameter) => parameter.replace(/=.*/, ''));

export const attentionFunctions: readonly TorchFunction[] = [
  torchFunction(
    name,
    'query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False',
    ['functional'],
    (recorder, query, key, value, ...rest) => {
      const { machine } = recorder;
      const [mask = none, dropout = none, causal = none, scale = none, grouped = none] = rest;
      const [q, k, v] = [query, key, value].map((of, place) =>
        tensorArgument(
          machine,
          of,
          `${name}(): argument '${['query', 'key', 'value'][place]}' (position ${place + 1})`,
        ),
      );
      if (!q || !k || !v) return none;
      const attending = {
        mask: optionalTensor(machine, mask, `${name}(): argument 'attn_mask' (position 4)`),
        causal: flag(machine, causal),
        scale: scale.kind === 'none' ? null : number(machine, scale),
        dropout: number(machine, dropout),
      };
      if (attending.causal && attending.mask) {
        const message =
          '_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True';
        throw fail(machine, 'RuntimeError', message);
      }
      return attended(recorder, q, k, v, attending, flag(machine, grouped)).value;
    },
  ),
  torchFunction('multi_head_attention_forward', forwardSignature, ['functional'], (recorder, ...bound) => {
    const values = new Map(forwardNames.map((key, place) => [key, bound[place] ?? none]));
    const get = (key: string): Value => {
      if (key === 'batch_first') return { kind: 'bool', value: false };
      if (key === 'embed_dim') return values.get('embed_dim_to_check') ?? none;
      return values.get(key === 'dropout' ? 'dropout_p' : key) ?? none;
    };
    return attentionOf(recorder, get, false);
  }),
];

/** Whether the known numbers of a mask are those of a causal one: nothing up to each place, minus infinity behind it. */
export function isCausalMask(recorder: Recorder, mask: Value, size: number): boolean {
  const tensor = tensorIn(mask);
  const known = tensor && recorder.known(tensor);
  if (!known || known.shape.join() !== [size, size].join()) return false;
  const left = tensor.dtype === 'bool' ? 1 : -Infinity;
  return Array.from(known.data).every(
    (value, place) => value === (place % size > Math.floor(place / size) ? left : 0),
  );
}
