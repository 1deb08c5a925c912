/** Draws over the module. */
import { drawLoops, probabilityBelow, type DrawKernels, type Law } from '../draws';
import type { RandomStream } from '../random';
import type { Tensor } from '../tensor';
import { allFloat32, type Storage } from './storage';

/** Where numbers go and where they come from: `block` counts fours of the stream with this key. */
type Places = [out: number, count: number, block: number, key0: number, key1: number, stream: number];

/** What the module exports for draws; addresses and counts like those of WasmFunctions. */
export interface DrawFunctions {
  drawNormal(
    ...places: [...Places, centre: number, scale: number, probabilityBelow: number, work: number]
  ): void;
  drawUniform(...places: [...Places, centre: number, half: number, work: number]): void;
  drawCoins(...places: [...Places, share: number, one: number, other: number, work: number]): void;
}

/** The kernels; for other element types, and where memory is refused, the plain loops do it. */
export function drawWasm(storage: Storage): DrawKernels {
  const plain = drawLoops(storage.pace);
  return {
    draw: (law, random, out) => {
      if (!drawn(storage, law, random, out)) plain.draw(law, random, out);
    },
  };
}

/** So many numbers a call. */
const chunk = 8192;
/** The module draws 16 float64 at once. */
const workBytes = 128;

function drawn(storage: Storage, law: Law, { key, stream }: RandomStream, out: Tensor): boolean {
  if (!allFloat32(out)) return false;
  const below = law.kind === 'normal' ? probabilityBelow(law.cut) : 0;
  return storage.run([], out, workBytes, ({ arena: { functions }, out: into, work }) => {
    for (let first = 0; first < out.data.length; first += chunk) {
      const count = Math.min(chunk, out.data.length - first);
      const places: Places = [into + 4 * first, count, first / 4, ...key, stream];
      switch (law.kind) {
        case 'normal':
          functions.drawNormal(...places, law.centre, law.scale, below, work);
          break;
        case 'uniform':
          functions.drawUniform(...places, law.centre, law.half, work);
          break;
        case 'coins':
          functions.drawCoins(...places, law.share, law.one, law.other, work);
      }
      storage.pace(count);
    }
  });
}
