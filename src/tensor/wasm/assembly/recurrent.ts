/** One step of recurrent cells and its way back, all gates in one pass, each number computed in float64 and rounded once. */
import { Functions } from './functions';
import { Lanes } from './lanes';

abstract class Units {
  /** Two neighbouring numbers, or one. */
  @inline static load(at: usize, both: bool): v128 {
    return both ? Lanes.pair(at) : Lanes.single(at);
  }

  @inline static put(at: usize, x: v128, both: bool): void {
    if (both) Lanes.putPair(at, x);
    else Lanes.putSingle(at, x);
  }

  @inline static sum(a: usize, b: usize, both: bool): v128 {
    return f64x2.add(Units.load(a, both), Units.load(b, both));
  }

  @inline static sigmoid(x: v128): v128 {
    return Functions.logistic(x, Functions.decay(x));
  }

  /** 1 - x. */
  @inline static rest(x: v128): v128 {
    return f64x2.sub(f64x2.splat(1), x);
  }

  /** 1 - x^2, the derivative of tanh by its value. */
  @inline static tanhSlope(x: v128): v128 {
    return f64x2.sub(f64x2.splat(1), f64x2.mul(x, x));
  }

  /** x (1 - x), the derivative of the sigmoid by its value. */
  @inline static sigmoidSlope(x: v128): v128 {
    return f64x2.mul(x, Units.rest(x));
  }

  @inline static lstm(
    gates: usize,
    recurrent: usize,
    before: usize,
    cell: usize,
    hidden: usize,
    gate: usize,
    both: bool,
  ): void {
    const i = Units.sigmoid(Units.sum(gates, recurrent, both));
    Units.put(gates, i, both);
    const f = Units.sigmoid(Units.sum(gates + gate, recurrent + gate, both));
    Units.put(gates + gate, f, both);
    const g = Functions.tanh(Units.sum(gates + 2 * gate, recurrent + 2 * gate, both));
    Units.put(gates + 2 * gate, g, both);
    const o = Units.sigmoid(Units.sum(gates + 3 * gate, recurrent + 3 * gate, both));
    Units.put(gates + 3 * gate, o, both);
    const c = f64x2.add(f64x2.mul(f, Units.load(before, both)), f64x2.mul(i, g));
    Units.put(cell, c, both);
    Units.put(hidden, f64x2.mul(o, Functions.tanh(c)), both);
  }

  @inline static lstmBack(
    gates: usize,
    before: usize,
    cell: usize,
    dHidden: usize,
    dCell: usize,
    dGates: usize,
    gate: usize,
    both: bool,
  ): void {
    const i = Units.load(gates, both);
    const f = Units.load(gates + gate, both);
    const g = Units.load(gates + 2 * gate, both);
    const o = Units.load(gates + 3 * gate, both);
    const t = Functions.tanh(Units.load(cell, both));
    const dh = Units.load(dHidden, both);
    const through = f64x2.mul(f64x2.mul(dh, o), Units.tanhSlope(t));
    const dc = f64x2.add(Units.load(dCell, both), through);
    Units.put(dGates, f64x2.mul(f64x2.mul(dc, g), Units.sigmoidSlope(i)), both);
    const previous = Units.load(before, both);
    Units.put(dGates + gate, f64x2.mul(f64x2.mul(dc, previous), Units.sigmoidSlope(f)), both);
    Units.put(dGates + 2 * gate, f64x2.mul(f64x2.mul(dc, i), Units.tanhSlope(g)), both);
    Units.put(dGates + 3 * gate, f64x2.mul(f64x2.mul(dh, t), Units.sigmoidSlope(o)), both);
    Units.put(dCell, f64x2.mul(dc, f), both);
  }

  @inline static gru(
    gates: usize,
    recurrent: usize,
    before: usize,
    hidden: usize,
    gate: usize,
    both: bool,
  ): void {
    const r = Units.sigmoid(Units.sum(gates, recurrent, both));
    Units.put(gates, r, both);
    const z = Units.sigmoid(Units.sum(gates + gate, recurrent + gate, both));
    Units.put(gates + gate, z, both);
    const reset = f64x2.mul(r, Units.load(recurrent + 2 * gate, both));
    const n = Functions.tanh(f64x2.add(Units.load(gates + 2 * gate, both), reset));
    Units.put(gates + 2 * gate, n, both);
    const kept = f64x2.mul(z, Units.load(before, both));
    Units.put(hidden, f64x2.add(f64x2.mul(Units.rest(z), n), kept), both);
  }

  @inline static gruBack(
    gates: usize,
    before: usize,
    recurrent: usize,
    dHidden: usize,
    dGates: usize,
    dRecurrent: usize,
    gate: usize,
    both: bool,
  ): void {
    const r = Units.load(gates, both);
    const z = Units.load(gates + gate, both);
    const n = Units.load(gates + 2 * gate, both);
    const dh = Units.load(dHidden, both);
    const dn = f64x2.mul(f64x2.mul(dh, Units.rest(z)), Units.tanhSlope(n));
    Units.put(dGates + 2 * gate, dn, both);
    Units.put(dRecurrent + 2 * gate, f64x2.mul(dn, r), both);
    const part = Units.load(recurrent + 2 * gate, both);
    const dr = f64x2.mul(f64x2.mul(dn, part), Units.sigmoidSlope(r));
    Units.put(dGates, dr, both);
    Units.put(dRecurrent, dr, both);
    const change = f64x2.sub(Units.load(before, both), n);
    const dz = f64x2.mul(f64x2.mul(dh, change), Units.sigmoidSlope(z));
    Units.put(dGates + gate, dz, both);
    Units.put(dRecurrent + gate, dz, both);
    Units.put(dHidden, f64x2.mul(dh, z), both);
  }
}

/** See RecurrentKernels.lstmForward; all operands without gaps. */
export function lstmForward(
  gates: usize,
  recurrent: usize,
  before: usize,
  cell: usize,
  hidden: usize,
  rows: i32,
  units: i32,
): void {
  const gate = (<usize>units) << 2;
  for (; rows > 0; rows--, gates += 3 * gate, recurrent += 3 * gate) {
    let left = units;
    for (; left > 1; left -= 2, gates += 8, recurrent += 8, before += 8, cell += 8, hidden += 8) {
      Units.lstm(gates, recurrent, before, cell, hidden, gate, true);
    }
    for (; left > 0; left--, gates += 4, recurrent += 4, before += 4, cell += 4, hidden += 4) {
      Units.lstm(gates, recurrent, before, cell, hidden, gate, false);
    }
  }
}

/** See RecurrentKernels.lstmBackward. */
export function lstmBackward(
  gates: usize,
  before: usize,
  cell: usize,
  dHidden: usize,
  dCell: usize,
  dGates: usize,
  rows: i32,
  units: i32,
): void {
  const gate = (<usize>units) << 2;
  for (; rows > 0; rows--, gates += 3 * gate, dGates += 3 * gate) {
    let left = units;
    for (; left > 1; left -= 2) {
      Units.lstmBack(gates, before, cell, dHidden, dCell, dGates, gate, true);
      gates += 8;
      before += 8;
      cell += 8;
      dHidden += 8;
      dCell += 8;
      dGates += 8;
    }
    for (; left > 0; left--) {
      Units.lstmBack(gates, before, cell, dHidden, dCell, dGates, gate, false);
      gates += 4;
      before += 4;
      cell += 4;
      dHidden += 4;
      dCell += 4;
      dGates += 4;
    }
  }
}

/** See RecurrentKernels.gruForward. */
export function gruForward(
  gates: usize,
  recurrent: usize,
  before: usize,
  hidden: usize,
  rows: i32,
  units: i32,
): void {
  const gate = (<usize>units) << 2;
  for (; rows > 0; rows--, gates += 2 * gate, recurrent += 2 * gate) {
    let left = units;
    for (; left > 1; left -= 2, gates += 8, recurrent += 8, before += 8, hidden += 8) {
      Units.gru(gates, recurrent, before, hidden, gate, true);
    }
    for (; left > 0; left--, gates += 4, recurrent += 4, before += 4, hidden += 4) {
      Units.gru(gates, recurrent, before, hidden, gate, false);
    }
  }
}

/** See RecurrentKernels.gruBackward. */
export function gruBackward(
  gates: usize,
  before: usize,
  recurrent: usize,
  dHidden: usize,
  dGates: usize,
  dRecurrent: usize,
  rows: i32,
  units: i32,
): void {
  const gate = (<usize>units) << 2;
  for (; rows > 0; rows--) {
    let left = units;
    for (; left > 1; left -= 2) {
      Units.gruBack(gates, before, recurrent, dHidden, dGates, dRecurrent, gate, true);
      gates += 8;
      before += 8;
      recurrent += 8;
      dHidden += 8;
      dGates += 8;
      dRecurrent += 8;
    }
    for (; left > 0; left--) {
      Units.gruBack(gates, before, recurrent, dHidden, dGates, dRecurrent, gate, false);
      gates += 4;
      before += 4;
      recurrent += 4;
      dHidden += 4;
      dGates += 4;
      dRecurrent += 4;
    }
    gates += 2 * gate;
    recurrent += 2 * gate;
    dGates += 2 * gate;
    dRecurrent += 2 * gate;
  }
}

/** hidden = tanh(input + recurrent). */
export function rnnTanh(input: usize, recurrent: usize, hidden: usize, count: i32): void {
  for (; count > 1; count -= 2, input += 8, recurrent += 8, hidden += 8) {
    Units.put(hidden, Functions.tanh(Units.sum(input, recurrent, true)), true);
  }
  if (count > 0) Units.put(hidden, Functions.tanh(Units.sum(input, recurrent, false)), false);
}

/** out = dHidden (1 - hidden^2). */
export function rnnTanhBack(dHidden: usize, hidden: usize, out: usize, count: i32): void {
  for (; count > 1; count -= 2, dHidden += 8, hidden += 8, out += 8) {
    const slope = Units.tanhSlope(Lanes.pair(hidden));
    Units.put(out, f64x2.mul(Lanes.pair(dHidden), slope), true);
  }
  if (count > 0) {
    Units.put(out, f64x2.mul(Lanes.single(dHidden), Units.tanhSlope(Lanes.single(hidden))), false);
  }
}

/** hidden = max(input + recurrent, 0). */
export function rnnRelu(input: usize, recurrent: usize, hidden: usize, count: i32): void {
  for (; count > 1; count -= 2, input += 8, recurrent += 8, hidden += 8) {
    Units.put(hidden, f64x2.max(Units.sum(input, recurrent, true), f64x2.splat(0)), true);
  }
  if (count > 0) Units.put(hidden, f64x2.max(Units.sum(input, recurrent, false), f64x2.splat(0)), false);
}

/** out = dHidden where hidden > 0, else 0 times it. */
export function rnnReluBack(dHidden: usize, hidden: usize, out: usize, count: i32): void {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  for (; count > 1; count -= 2, dHidden += 8, hidden += 8, out += 8) {
    const slope = Lanes.whenPositive(Lanes.pair(hidden), one, zero);
    Units.put(out, f64x2.mul(Lanes.pair(dHidden), slope), true);
  }
  if (count > 0) {
    const slope = Lanes.whenPositive(Lanes.single(hidden), one, zero);
    Units.put(out, f64x2.mul(Lanes.single(dHidden), slope), false);
  }
}
