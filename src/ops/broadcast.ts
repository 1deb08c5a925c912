/** NumPy's broadcasting rule: shapes aligned from the last axis, size 1 stretches. */
import type { Shape } from '../tensor/tensor';
import type { ShapeError } from './op';

/** The common shape of several shapes, or why there is none. */
export function broadcastShape(shapes: readonly Shape[]): Shape | ShapeError {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const common: number[] = [];
  for (let axis = -rank; axis < 0; axis += 1) {
    const sizes = shapes.map((shape) => shape.at(axis) ?? 1).filter((size) => size !== 1);
    const size = sizes[0] ?? 1;
    if (sizes.some((other) => other !== size)) {
      return {
        error: `shapes ${shapes.map((shape) => `(${shape.join(', ')})`).join(' and ')} do not fit together`,
      };
    }
    common.push(size);
  }
  return common;
}
