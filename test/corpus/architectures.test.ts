/** The architectures at full size against the parameter counts that their libraries publish: the definitions are the libraries' own. */
import assert from 'node:assert/strict';
import { inspectAll } from '../../src/inspect/inspect';
import { alexNet, leNet, squeezeNet, uNet, vgg } from './architectures/images';
import { convMixer, denseNet, mobileNet, resNet } from './architectures/residual';
import { gpt, mlpMixer, vit } from './architectures/sequences';
import { pytorch as start } from './architectures/starts';

/** Parameters of a network that is read and not run. */
function parametersOf(source: string): number {
  const { report } = inspectAll({ path: 'case.network.yaml', text: source }, new Map(), { memoryLimit: 1 });
  const [network] = report.networks;
  assert.ok(network, 'nothing was read');
  assert.deepEqual(
    report.problems.map(({ message }) => message),
    [network.refusal],
  );
  return network.parameters;
}

const vitOf = (features: number, heads: number): string =>
  vit({ start, features, heads, depth: 12, classes: 1000 }, 224, 16);

/** Counts of torchvision's documentation (`num_params`) unless a comment says otherwise. */
const published: readonly (readonly [title: string, source: string, parameters: number])[] = [
  // 156 + 2,416 + 48,120 + 10,164 + 850, the count of every LeNet-5 with pools that learn nothing.
  ['LeNet-5', leNet({ start }), 61_706],
  ['AlexNet', alexNet({ start }), 61_100_840],
  ['VGG-11', vgg({ start }, 11, false), 132_863_336],
  ['VGG-11 with batch norm', vgg({ start }, 11, true), 132_868_840],
  ['VGG-16', vgg({ start }, 16, false), 138_357_544],
  ['VGG-16 with batch norm', vgg({ start }, 16, true), 138_365_992],
  ['SqueezeNet 1.1', squeezeNet({ start }), 1_235_496],
  ['ResNet-18', resNet({ start }, 18), 11_689_512],
  ['ResNet-34', resNet({ start }, 34), 21_797_672],
  ['ResNet-50', resNet({ start }, 50), 25_557_032],
  ['MobileNetV2', mobileNet({ start }), 3_504_872],
  ['DenseNet-121', denseNet({ start }, [6, 12, 24, 16], 32), 7_978_856],
  // One vector less: that of the class token is the one of its place.
  ['ViT-B/16', vitOf(768, 12), 86_567_656 - 768],
  // timm's vit_tiny_patch16_224.
  ['ViT-Ti/16', vitOf(192, 3), 5_717_416 - 192],
  // timm's mixer_s16_224 and mixer_b16_224.
  ['Mixer-S/16', mlpMixer({ start, features: 512, depth: 8, classes: 1000 }, 224, 16), 18_528_264],
  ['Mixer-B/16', mlpMixer({ start, features: 768, depth: 12, classes: 1000 }, 224, 16), 59_880_472],
  // timm's convmixer_768_32 and convmixer_1536_20.
  ['ConvMixer-768/32', convMixer({ start }, 768, 32, 7, 7), 21_110_248],
  ['ConvMixer-1536/20', convMixer({ start }, 1536, 20, 9, 7), 51_625_960],
  // GPT-2 has 124,439,808 with the head tied to the embedding; here it has 50257 x 768 of its own.
  [
    'GPT-2',
    gpt({ start, features: 768, depth: 12, heads: 12, classes: 50_257 }, 1024),
    124_439_808 + 50_257 * 768,
  ],
  // milesial's Pytorch-UNet for three channels and two classes, transposed convolutions.
  ['U-Net', uNet({ start, size: 64, classes: 2 }, true), 31_037_698],
];

describe('architectures have the parameters of their libraries', () => {
  for (const [title, source, parameters] of published) {
    it(title, () => assert.equal(parametersOf(source), parameters));
  }
});
