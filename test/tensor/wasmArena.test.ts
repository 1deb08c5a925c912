/** The arenas of the WASM kernels: tensors stay valid across arenas, storage is zeroed, taken back on request, and may pass 2 GiB. */
import assert from 'node:assert/strict';
import { randomStream } from '../../src/tensor/random';
import { referenceKernels } from '../../src/tensor/reference';
import { tensorOf, zeros, type Tensor } from '../../src/tensor/tensor';
import { compileKernels } from '../../src/tensor/wasm/compile.cjs';
import { createArena } from '../../src/tensor/wasm/arena';
import { compileModule, type WasmKernels } from '../../src/tensor/wasm/kernels';
import { activationFunctions, bestVariant, supports } from '../../src/tensor/wasm/module';
import { inside, kernelsOf, randomTensor, variants } from './wasmModules';

const mebibyte = 2 ** 20;

describe('WASM variants', () => {
  it('are found by what the engine validates', async function () {
    this.timeout(120_000);
    for (const variant of ['simd', 'relaxed'] as const) {
      assert.equal(supports(variant), WebAssembly.validate(await compileKernels(variant)), variant);
    }
    assert.equal(bestVariant(), variants.at(-1) ?? null);
  });
});

for (const variant of variants) {
  describe(`WASM arenas, ${variant}`, () => {
    let kernels: WasmKernels;
    beforeEach(async function () {
      this.timeout(120_000);
      kernels = await kernelsOf(variant);
    });

    it('exports what the TypeScript side calls', async () => {
      const { module } = compileModule(variant, await compileKernels(variant));
      const names = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
      const called = Object.values(activationFunctions).flatMap((name) => [name, `${name}Gradient`]);
      const others = [
        'add',
        'subtract',
        'multiply',
        'divide',
        'maximum',
        'minimum',
        'affine',
        'move',
        'softmax',
      ];
      const rest = [
        'logSoftmax',
        'accumulateSum',
        'accumulateMaximum',
        'fillDoubles',
        'roundDoubles',
        'matrixProduct',
      ];
      for (const name of [...called, ...others, ...rest]) assert.ok(names.has(name), name);
    });

    it('keep tensors valid when the next arena is begun', () => {
      const first = inside(kernels, randomTensor([100], 1));
      const before = [...first.data];
      const buffers = new Set([first.data.buffer]);
      for (let round = 0; round < 6; round += 1) {
        const tensor = kernels.allocate([3 * mebibyte]);
        tensor.data.fill(round);
        buffers.add(tensor.data.buffer);
      }
      assert.ok(buffers.size > 1);
      assert.deepEqual([...first.data], before);
      // Operands of an old arena still take part, and so does an old result.
      const sum = kernels.allocate([100]);
      kernels.pairwise('add', first, first, sum);
      kernels.affine(sum, 0.5, 0, first);
      assert.deepEqual([...first.data], before);
    });

    it('keep a reserved run in one memory', () => {
      kernels.reserve(64 * mebibyte);
      const tensors = Array.from({ length: 16 }, () => kernels.allocate([mebibyte]));
      assert.equal(new Set(tensors.map(({ data }) => data.buffer)).size, 1);
    });

    it('take storage back after temporary work, also after an error, and hand it out zeroed', () => {
      const kept = inside(kernels, randomTensor([50], 2));
      const before = [...kept.data];
      const place = (): number =>
        kernels.temporarily(() => {
          const { data } = kernels.allocate([1000]);
          assert.ok(data.every((value) => value === 0));
          data.fill(7);
          return data.byteOffset;
        });
      const first = place();
      assert.equal(place(), first);
      assert.throws(() =>
        kernels.temporarily(() => {
          kernels.allocate([10]).data.fill(3);
          throw new Error('stop');
        }),
      );
      assert.equal(kernels.temporarily(place), first);
      assert.deepEqual([...kept.data], before);
    });

    it('leave older tensors alone when temporary work outgrows its arena', () => {
      const kept = inside(kernels, randomTensor([50], 3));
      const before = [...kept.data];
      for (let round = 0; round < 3; round += 1) {
        kernels.temporarily(() => {
          for (let count = 0; count < 8; count += 1) kernels.allocate([mebibyte]).data.fill(5);
        });
      }
      const next = kernels.allocate([50]);
      next.data.fill(1);
      assert.deepEqual([...kept.data], before);
    });

    it('hand storage out again that was given back, zeroed, and join neighbours', () => {
      const [a, b, c, d] = [0, 1, 2, 3].map(() => kernels.allocate([1000]));
      assert.ok(a && b && c && d);
      for (const tensor of [a, b, c, d]) tensor.data.fill(9);
      // In an order that joins a gap with the one before it, then with both sides.
      for (const tensor of [a, c, b]) kernels.release(kernels.storageOf(tensor));
      const large = kernels.allocate([3000]);
      assert.equal(large.data.byteOffset, a.data.byteOffset);
      assert.ok(large.data.every((value) => value === 0));
      assert.ok(d.data.every((value) => value === 9));
      kernels.release(kernels.storageOf(large));
      kernels.release(kernels.storageOf(large));
      assert.equal(kernels.allocate([1]).data.byteOffset, a.data.byteOffset);
    });

    it('never hand out storage that is in use, whatever is given back', () => {
      const random = randomStream(5, 0);
      const held: Tensor[] = [];
      for (let step = 0; step < 3000; step += 1) {
        if (held.length > 0 && random.uniform(2 * step) < 0.48) {
          const [tensor] = held.splice(Math.floor(random.uniform(2 * step + 1) * held.length), 1);
          assert.ok(tensor);
          assert.ok(tensor.data.every((value) => value === tensor.data[0]));
          kernels.release(kernels.storageOf(tensor));
        } else {
          const tensor = kernels.allocate([1 + Math.floor(5000 * random.uniform(2 * step + 1) ** 3)]);
          assert.ok(tensor.data.every((value) => value === 0));
          tensor.data.fill(step + 1);
          held.push(tensor);
        }
      }
      const bytes = held.reduce((sum, { data }) => sum + Math.ceil(data.byteLength / 64) * 64, 0);
      assert.equal(kernels.usage().now, bytes);
    });

    it('name the storage of a part of a tensor', () => {
      const whole = kernels.allocate([100]);
      const part = tensorOf('float32', [0], []);
      assert.equal(
        kernels.storageOf({ ...part, shape: [5], data: whole.data.subarray(50, 55) }),
        kernels.storageOf(whole),
      );
    });

    it('record what some work allocated, and what of it is still in use', () => {
      const { result, storages } = kernels.recorded(() => {
        const [kept, dropped] = [kernels.allocate([10]), kernels.allocate([10])];
        kernels.temporarily(() => kernels.allocate([10]));
        kernels.release(kernels.storageOf(dropped));
        return kept;
      });
      assert.deepEqual(storages, [kernels.storageOf(result)]);
    });

    it('work beyond 2 GiB, to the last address of 4 GiB', async function () {
      this.timeout(60_000);
      const { module } = compileModule(variant, await compileKernels(variant));
      const arena = createArena(module, 2 ** 32 - 2 * mebibyte);
      if (!arena) return this.skip(); // the machine does not grant the addresses
      const [a, b] = [randomTensor([9, 11], 4), randomTensor([11, 10], 5)];
      const expected = zeros('float32', [9, 10]);
      referenceKernels('float32').matrixProduct(a, b, expected);
      const out = arena.end - expected.data.byteLength;
      const [left, right] = [2 ** 31 - 64, 3 * 2 ** 30];
      const numbers = (place: number, length: number): Float32Array =>
        new Float32Array(arena.buffer, place, length);
      numbers(left, 99).set(a.data);
      numbers(right, 110).set(b.data);
      arena.functions.matrixProduct(left, 44, 4, right, 40, 4, out, 9, 10, 11, arena.work);
      numbers(out, 90).forEach((value, index) =>
        assert.ok(Math.abs(value - (expected.data[index] ?? NaN)) < 1e-5),
      );
      arena.functions.affine(out, out, 90, 0, 2);
      arena.functions.add(out, 4, 0, left, 4, 0, out, 4, 0, 90, 1);
      assert.equal(numbers(out, 90).at(-1), Math.fround(2 + (a.data[89] ?? NaN)));
      assert.equal(arena.end, 2 ** 32 - 64);
    });
  });
}
