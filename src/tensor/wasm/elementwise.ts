/** Functions of one number over whole tensors, a chunk at a call. Each gives false, with nothing done, where the loops have to do it. */
import type { Elementwise } from '../kernels';
import type { Pace } from '../pace';
import type { Tensor } from '../tensor';
import { activationFunctions } from './module';
import { allFloat32, type Storage } from './storage';

/** So many elements a call: an engine replaces its first, slow code of a function at a call. */
const chunk = 8192;

/** Calls `each` with the byte offset and the length of every chunk of a tensor. */
function inChunks(length: number, pace: Pace, each: (offset: number, count: number) => void): void {
  for (let first = 0; first < length; first += chunk) {
    const count = Math.min(chunk, length - first);
    each(4 * first, count);
    pace(count);
  }
}

/** out = f(x); false where the module does not know f. */
export function mapped(storage: Storage, f: Elementwise, x: Tensor, out: Tensor): boolean {
  const name = activationFunctions[f.name];
  if (name === undefined || !allFloat32(x, out)) return false;
  const [first = 0, second = 0] = f.parameters;
  return storage.run([x], out, 0, ({ arena: { functions }, inputs: [from = 0], out: into }) =>
    inChunks(x.data.length, storage.pace, (offset, count) =>
      functions[name](from + offset, into + offset, count, first, second),
    ),
  );
}

/** out = dy f'(x); false where the module does not know f. */
export function mappedGradient(
  storage: Storage,
  f: Elementwise,
  dy: Tensor,
  x: Tensor,
  out: Tensor,
): boolean {
  const name = activationFunctions[f.name];
  if (name === undefined || !allFloat32(dy, x, out)) return false;
  const [first = 0, second = 0] = f.parameters;
  return storage.run([dy, x], out, 0, ({ arena: { functions }, inputs: [given = 0, from = 0], out: into }) =>
    inChunks(x.data.length, storage.pace, (offset, count) =>
      functions[`${name}Gradient`](given + offset, from + offset, into + offset, count, first, second),
    ),
  );
}

/** out = scale x + shift. */
export function scaled(storage: Storage, x: Tensor, scale: number, shift: number, out: Tensor): boolean {
  if (!allFloat32(x, out)) return false;
  return storage.run([x], out, 0, ({ arena: { functions }, inputs: [from = 0], out: into }) =>
    inChunks(x.data.length, storage.pace, (offset, count) =>
      functions.affine(from + offset, into + offset, count, scale, shift),
    ),
  );
}
