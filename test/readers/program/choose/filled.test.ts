/** Arguments that nobody gives: models that others wrap, data classes without first values, and texts beside images. */
import { strict as assert } from 'node:assert';
import type { FileContent } from '../../../../src/base/source';
import { noOverrides, type Reading } from '../../../../src/readers/reader';
import { readSource } from '../../../../src/readers/table';

/** No other file exists. */
class NoFiles extends Map<string, FileContent> {
  override get(path: string): FileContent {
    return super.get(path) ?? { missing: 'the file does not exist' };
  }
}

function read(text: string): Reading {
  const head = 'from dataclasses import dataclass\nimport torch\nimport torch.nn as nn\n';
  return readSource({ path: 'model.py', text: head + text }, new NoFiles(), noOverrides);
}

/** What is shown, whole inputs of its network, and what is wrong. */
function shown(text: string): readonly [string | undefined, readonly string[], readonly string[]] {
  const { networks, choices, problems } = read(text);
  const inputs = (networks[0]?.nodes ?? []).flatMap((node) =>
    node.kind === 'input'
      ? [`${node.sampleShape.join()}${node.indexCount > 0 ? ` < ${node.indexCount}` : ''}`]
      : [],
  );
  const expression = choices?.find((one) => one.shown)?.expression;
  return [expression, inputs, problems.map(({ message }) => message)];
}

const unet = `class Unet(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.channels = 3
        self.conv = nn.Conv2d(3, dim, 3, padding=1)
        self.out = nn.Conv2d(dim, 3, 1)
    def forward(self, x):
        return self.out(self.conv(x))
`;

describe('arguments that nobody gives', () => {
  it('are a model of the file where what wraps it reads something of it', () => {
    const text = `${unet}class Diffusion(nn.Module):
    def __init__(self, model, *, steps=10):
        super().__init__()
        self.model = model
        self.channels = model.channels
    def forward(self, x):
        return self.model(x)
`;
    assert.deepEqual(shown(text), ['Diffusion(model=Unet(dim=64))', ['3,32,32'], []]);
  });

  it('are one number for a dimension of the input', () => {
    const text = `class Net(nn.Module):
    def __init__(self, input_dim):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(input_dim, 3))
    def forward(self, x):
        return x @ self.weight
`;
    assert.equal(shown(text)[0], 'Net(input_dim=32)');
  });

  it('are no number for a model that the file does not hold', () => {
    const text = `class Wrapper(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model
        self.head = nn.Linear(model.embed_dim, 3)
    def forward(self, x):
        return self.head(self.model(x))
`;
    assert.deepEqual(shown(text)[2], [
      'Nothing says what Wrapper is made with: model has no usual value. Say it in a comment: # backprop-lens: network=Wrapper(…)',
    ]);
  });

  it('are a data class with usual values for its fields', () => {
    const text = `@dataclass
class Dimensions:
    n_vocab: int
    n_text_state: int
    n_text_layer: int = 3
class Decoder(nn.Module):
    def __init__(self, dims: Dimensions):
        super().__init__()
        self.words = nn.Embedding(dims.n_vocab, dims.n_text_state)
        self.layers = nn.ModuleList(nn.Linear(dims.n_text_state, dims.n_text_state) for _ in range(dims.n_text_layer))
    def forward(self, tokens):
        x = self.words(tokens)
        for layer in self.layers:
            x = layer(x)
        return x
`;
    assert.deepEqual(shown(text), [
      'Decoder(dims=Dimensions(n_vocab=1000, n_text_state=64))',
      ['16 < 1000'],
      [],
    ]);
  });

  it('are numbers of words for a text beside an image, as many as the model takes', () => {
    const text = `class Both(nn.Module):
    def __init__(self, vision_layers, vision_patch_size, context_length: int):
        super().__init__()
        self.context_length = context_length
        size = vision_patch_size
        self.image = nn.Sequential(*[nn.Conv2d(3 if i == 0 else 8, 8, size, size if i == 0 else 1, padding='same' if i else 0) for i in range(vision_layers)])
        self.words = nn.Embedding(50, 8)
        self.places = nn.Parameter(torch.zeros(context_length, 8))
    def forward(self, image, text):
        return self.image(image).mean((2, 3)), (self.words(text) + self.places).mean(1)
`;
    assert.deepEqual(shown(text), [
      'Both(vision_layers=2, vision_patch_size=8, context_length=64)',
      ['3,32,32', '64 < 50'],
      [],
    ]);
  });
});
