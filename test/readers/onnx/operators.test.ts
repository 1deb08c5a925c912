// Every operator that is claimed gives what ONNX's own tests expect (test/goldens/onnx_operator_cases.py).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { valueOf } from '../../../src/engine/trace';
import { operators } from '../../../src/readers/onnx/operators/table';
import { readModel, run, type PlainTensor } from './running';

interface OperatorCase {
  readonly op: string;
  readonly name: string;
  /** In base64. */
  readonly model: string;
  readonly inputs: readonly PlainTensor[];
  readonly outputs: readonly PlainTensor[];
  readonly training: boolean;
}

const file = path.resolve(import.meta.dirname, '../../goldens/onnx-operators/cases.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly OperatorCase[]; // written by the script

/** Numbers of the file are float32, those of the run float64. */
const tolerance = 1e-5;

/** What a case asks for that no op of ours does: the node must become grey, and say so in these words. */
const grey: ReadonlyMap<string, string> = new Map([
  ['test_attention_23_fullymasked_qk_matmul_output_mode3_zero', 'gives more than its result'],
  ['test_attention_24_fullymasked_qk_matmul_output_mode3_zero', 'gives more than its result'],
  ['test_attention_local_window', 'left_window_size'],
  ['test_attention_bidirectional_window', 'left_window_size'],
  ['test_attention_3d_local_window', 'left_window_size'],
  ['test_attention_local_window_rank1_boolean_mask', 'left_window_size'],
  ['test_resize_downsample_sizes_cubic_antialias', 'smoothes what it shrinks'],
  ['test_resize_downsample_scales_cubic_antialias', 'smoothes what it shrinks'],
  ['test_resize_downsample_sizes_linear_antialias', 'smoothes what it shrinks'],
  ['test_resize_downsample_scales_linear_antialias', 'smoothes what it shrinks'],
  ['test_resize_tf_crop_and_resize', 'finds places by tf_crop_and_resize'],
  ['test_resize_tf_crop_and_resize_axes_2_3', 'finds places by tf_crop_and_resize'],
  ['test_resize_tf_crop_and_resize_axes_3_2', 'finds places by tf_crop_and_resize'],
  ['test_resize_tf_crop_and_resize_extrapolation_value', 'finds places by tf_crop_and_resize'],
  ['test_attention_3d_softcap', 'Attention has softcap'],
  ['test_attention_4d_softcap', 'Attention has softcap'],
  ['test_attention_4d_softcap_neginf_mask', 'Attention has softcap'],
  ['test_attention_4d_softcap_neginf_mask_poison', 'Attention has softcap'],
  ['test_attention_4d_causal_nonpad_attn_mask_composition', 'of earlier calls'],
  ['test_attention_4d_causal_nonpad_batch_prefill', 'of earlier calls'],
  ['test_attention_4d_causal_nonpad_continued_prefill', 'of earlier calls'],
  ['test_attention_4d_causal_nonpad_negative_offset_structural_empty', 'of earlier calls'],
  ['test_attention_4d_gqa_causal_nonpad_decode', 'of earlier calls'],
  ['test_gathernd_example_int32_batch_dim1', 'axes of a batch'],
  ['test_scatternd_max', 'joins by max'],
  ['test_scatternd_max_with_element_indices', 'joins by max'],
  ['test_scatternd_min', 'joins by min'],
  ['test_scatternd_min_with_element_indices', 'joins by min'],
  ['test_scatternd_multiply', 'joins by mul'],
  ['test_averagepool_2d_dilations', 'AveragePool has dilations'],
  ['test_averagepool_3d_dilations_small', 'AveragePool has dilations'],
  ['test_lppool_2d_dilations', 'LpPool has dilations'],
  ['test_lstm_with_peepholes', 'LSTM has peepholes'],
  ['test_maxpool_with_argmax_2d_precomputed_strides', 'MaxPool gives indices'],
  ['test_scatter_elements_with_reduction_max', 'joins by max'],
  ['test_scatter_elements_with_reduction_min', 'joins by min'],
  ['test_scatter_elements_with_reduction_mul', 'joins by mul'],
]);

function difference({ model, inputs, outputs, training }: OperatorCase): string | null {
  const { networks, problems } = readModel(new Uint8Array(Buffer.from(model, 'base64')));
  const [network] = networks;
  const said = problems.filter(({ severity }) => severity !== 'information').map(({ message }) => message);
  if (!network) return said[0] ?? 'no network';
  if (network.nodes.some(({ kind }) => kind === 'opaque')) return said[0] ?? 'a grey node';
  const trace = run(network, inputs, training);
  for (const [place, { shape, values }] of outputs.entries()) {
    const output = network.outputs[place];
    const found = output && valueOf(trace, output);
    if (!found) return `output ${place} is missing`;
    if (found.shape.join() !== shape.join()) return `shape ${found.shape.join()}, not ${shape.join()}`;
    const at = values.findIndex((value, index) => differs(found.data[index] ?? NaN, Number(value)));
    if (at !== -1) return `output ${place} at ${at}: ${found.data[at]}, not ${values[at]}`;
  }
  return null;
}

function differs(found: number, wanted: number): boolean {
  if (Object.is(found, wanted) || (Number.isNaN(found) && Number.isNaN(wanted))) return false;
  return !(found === wanted || Math.abs(found - wanted) <= tolerance * Math.max(1, Math.abs(wanted)));
}

describe('the operators of ONNX', () => {
  it('have a case each', () => {
    const held = new Set(cases.map(({ op }) => op));
    assert.deepEqual(
      [...operators.keys()].filter((name) => !held.has(name)),
      [],
    );
  });

  it('leave out no case of their own without a reason', () => {
    const read = (name: string): unknown =>
      JSON.parse(readFileSync(path.join(path.dirname(file), name), 'utf8'));
    const excluded = read('excluded.json') as readonly { readonly reason: string }[]; // written by the script
    const reasons = new Set(excluded.map(({ reason }) => reason.replace(/ of type .*/, ' of type')));
    assert.deepEqual([...reasons].sort(), [
      'draws by chance',
      'holds an axis without elements',
      'holds elements of type',
      'holds sequences or nothing',
      'is large',
      'its numbers are given with four digits',
    ]);
  });

  for (const name of operators.keys()) {
    it(`${name} gives what its own tests expect`, () => {
      const wrong = cases
        .filter(({ op }) => op === name)
        .flatMap((one) => {
          const found = difference(one);
          const expected = grey.get(one.name);
          if (expected !== undefined)
            return found?.includes(expected) ? [] : [`${one.name} is not grey: ${found}`];
          return found === null ? [] : [`${one.name}: ${found}`];
        });
      assert.deepEqual(wrong, []);
    });
  }
});
