/** Every name of PyTorch that the README claims appears in a case that real PyTorch has judged, but for a few that have a reason. */
import { strict as assert } from 'node:assert';
import { readFamilies } from '../frameworkCases';
import type { Case } from './caseFiles';
import { claims, unusedClaims } from './claimed';

/** What no case can show, and why. */
const reasons: Readonly<Record<string, string>> = {
  'torch.load': 'reads a file, which no program may do here',
  'torch.set_num_interop_threads': 'PyTorch takes it once in a process',
  'torch.nn.modules.rnn.RNNBase': 'is no layer by itself',
  'torch.nn.modules.rnn.RNNCellBase': 'is no layer by itself',
  'torch.nn.utils.rnn.pack_sequence': 'sequences stay padded ones here',
  'Tensor.cuda': 'there is no such device where the cases are made',
  'Tensor.xpu': 'there is no such device where the cases are made',
  'Tensor.mps': 'is a method of other versions and devices',
  'Tensor.npu': 'is a method of other versions and devices',
  'Tensor.pin_memory': 'there is no such device where the cases are made',
  'Tensor.record_stream': 'there is no such device where the cases are made',
  'Tensor.coalesce': 'belongs to sparse tensors, which stand dense here',
  'Tensor.rename': 'PyTorch 2.13 has no named tensors any more',
  'Tensor.refine_names': 'PyTorch 2.13 has no named tensors any more',
  'Tensor.align_to': 'PyTorch 2.13 has no named tensors any more',
  'Tensor.register_post_accumulate_grad_hook': 'PyTorch takes it of leaves only, and nothing follows from it',
};

describe('names of PyTorch that are claimed', () => {
  it('appear in a case each, or have a reason', () => {
    const unused = unusedClaims().map(({ module, name }) => `${module}.${name}`);
    assert.deepEqual(
      unused.filter((name) => reasons[name] === undefined),
      [],
    );
  });

  it('have no reason that is not needed', () => {
    const unused = new Set(unusedClaims().map(({ module, name }) => `${module}.${name}`));
    assert.deepEqual(
      Object.keys(reasons).filter((name) => !unused.has(name)),
      [],
    );
  });

  it('are many', () => {
    assert.ok(claims().length > 1000, `${claims().length}`);
  });

  it('are held to what PyTorch says to wrong shapes in every family of layers and functions', () => {
    const wrong = readFamilies<Case>('torch')
      .flatMap(({ cases }) => cases)
      .filter(({ kind }) => kind === 'wrong' || kind === 'raises')
      .map((one) => `${one.text}\n${'expression' in one ? one.expression : ''}`)
      .join('\n');
    const silent = Object.entries(families).filter(
      ([, names]) => !names.some((name) => wrong.includes(name)),
    );
    assert.deepEqual(
      silent.map(([family]) => family),
      [],
    );
  });
});

/** Families of the reader's tables (src/readers/torch/functions and layers), and calls of which one at least must stand in a wrong case. */
const families: Readonly<Record<string, readonly string[]>> = {
  activations: ['F.glu(', 'nn.GLU(', 'nn.PReLU(', 'F.softmax('],
  attention: ['nn.MultiheadAttention('],
  scaledAttention: ['scaled_dot_product_attention('],
  axes: ['.permute(', '.transpose('],
  batchNorms: ['nn.BatchNorm2d('],
  choices: ['torch.where(', '.masked_fill('],
  conversions: ['.to(', '.type('],
  convolutions: ['nn.Conv2d('],
  transposedConvolutions: ['nn.ConvTranspose2d('],
  creation: ['torch.tensor(', 'torch.zeros('],
  distances: ['cosine_similarity(', 'nn.CosineSimilarity(', 'pairwise_distance(', 'nn.PairwiseDistance('],
  dropouts: ['nn.Dropout(', 'F.dropout('],
  elementwise: ['torch.exp('],
  embeddings: ['nn.Embedding('],
  gathers: ['.gather('],
  joins: ['torch.cat('],
  linear: ['nn.Linear('],
  bilinear: ['nn.Bilinear('],
  linalg: ['torch.linalg.det('],
  losses: ['nn.CrossEntropyLoss(', 'F.cross_entropy('],
  differences: ['nn.MSELoss(', 'F.mse_loss('],
  norms: ['nn.LayerNorm(', 'nn.GroupNorm('],
  orders: ['.topk(', '.sort('],
  padding: ['nn.ReflectionPad2d(', 'F.pad('],
  parts: ['.narrow(', '.select('],
  pooling: ['nn.MaxPool2d(', 'nn.AvgPool2d('],
  adaptivePooling: ['nn.AdaptiveAvgPool2d('],
  products: ['torch.einsum(', 'torch.dot('],
  random: ['torch.randn(', 'torch.randint(', 'torch.bernoulli('],
  ranges: ['torch.arange(', 'torch.linspace('],
  rearranging: ['nn.PixelShuffle(', 'F.pixel_shuffle('],
  recurrence: ['nn.LSTM('],
  cells: ['nn.GRUCell('],
  reductions: ['.sum(', '.mean('],
  repeats: ['.repeat(', '.expand('],
  resizing: ['F.interpolate(', 'nn.Upsample('],
  scatters: ['.scatter(', '.index_add('],
  shapes: ['.view(', '.reshape('],
  splits: ['.split(', '.chunk('],
  transformers: ['nn.TransformerEncoderLayer('],
  twofold: ['torch.add('],
  modules: ['register_buffer(', 'add_module('],
  initialisation: ['nn.init.'],
  optimizers: ['torch.optim.'],
};
