/** Changes of protobuf messages field by field; every length is written anew, so that what is nested stays reachable. */
import type { Draw } from '../draw';
import { mutateBytes } from './bytes';
import { joined, tellingNumbers, type Mutator } from './mutator';

/** One field: a number, some bytes, or a message. */
interface Field {
  readonly number: number;
  readonly wire: number;
  readonly whole: bigint;
  readonly bytes: Uint8Array;
  /** The fields of a message, where the bytes are one. */
  readonly inner: Field[] | null;
}

const deepest = 12;

/** Changes one to four fields at any depth. */
export const mutateProtobuf: Mutator = (file, draw) => {
  const fields = fieldsOf(file, 0);
  if (!fields || fields.length === 0 || draw.chance(0.1)) return mutateBytes(file, draw);
  const changes = draw.chance(0.6) ? 1 : 2 + draw.below(3);
  for (let change = 0; change < changes; change += 1) {
    const messages = messagesIn(fields);
    const message = draw.any(messages.flatMap((each) => each.map(() => each))) ?? fields;
    changeIn(message, messages, draw);
  }
  return writtenFields(fields);
};

function messagesIn(root: Field[]): readonly Field[][] {
  const found = [root];
  for (const message of found) for (const { inner } of message) if (inner) found.push(inner);
  return found;
}

function changeIn(message: Field[], messages: readonly Field[][], draw: Draw): void {
  const at = draw.below(message.length);
  const field = message[at];
  if (!field) return;
  const other = closed(draw.any(draw.any(messages) ?? []) ?? field);
  switch (draw.below(9)) {
    case 0:
      message.splice(at, 1);
      return;
    case 1:
      message.push(field);
      return;
    case 2:
      // What is called in one place is called so in another: circles, and values that stand twice.
      message[at] = { ...other, number: field.number };
      return;
    case 3:
      message[at] = { ...field, number: 1 + draw.below(20) };
      return;
    case 4:
      message.reverse();
      return;
    case 5:
      message.push(other);
      return;
    default:
      message[at] = otherValue(field, messages, draw);
  }
}

/** The field as bytes: put somewhere else it must not hold what holds it. */
function closed(field: Field): Field {
  return field.inner ? { ...field, bytes: writtenFields(field.inner), inner: null } : field;
}

function otherValue(field: Field, messages: readonly Field[][], draw: Draw): Field {
  if (field.wire === 0) {
    const near = BigInt.asUintN(64, field.whole + BigInt(draw.below(5)) - 2n);
    const value = draw.chance(0.4)
      ? near
      : BigInt.asUintN(64, BigInt(draw.pick(tellingNumbers)) * (draw.chance(0.3) ? -1n : 1n));
    return { ...field, whole: value };
  }
  if (field.wire !== 2)
    return { ...field, bytes: mutateBytes(field.bytes, draw).slice(0, field.bytes.length) };
  if (draw.chance(0.5)) {
    const alike = messages
      .flat()
      .filter(({ wire, number, inner }) => wire === 2 && !inner && number === field.number);
    return { ...field, inner: null, bytes: draw.any(alike)?.bytes ?? field.bytes };
  }
  const words = [
    '',
    '../x',
    '/etc/passwd',
    'C:\\x',
    'location',
    '\u0000',
    'Relu',
    'Loop',
    'If',
    'MatMul',
    'Conv',
    'LSTM',
    'axis',
    'ai.onnx',
  ] as const;
  const bytes = draw.chance(0.5)
    ? new TextEncoder().encode(draw.pick(words))
    : mutateBytes(field.bytes, draw);
  return { ...field, inner: null, bytes };
}

/** The fields of a message; null where the bytes are none. */
function fieldsOf(bytes: Uint8Array, depth: number): Field[] | null {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let sum = 0n;
    for (let shift = 0n; at < bytes.length && shift < 70n; shift += 7n) {
      const byte = bytes[at] ?? 0;
      at += 1;
      sum |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, sum);
    }
    at = Infinity;
    return 0n;
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (number < 1 || number > 1000 || ![0, 1, 2, 5].includes(wire)) return null;
    const whole = wire === 0 || wire === 2 ? varint() : 0n;
    const length = wire === 2 ? Number(whole) : wire === 1 ? 8 : wire === 5 ? 4 : 0;
    const content = bytes.slice(at, at + length);
    at += length;
    const inner = wire === 2 && length > 0 && depth < deepest ? fieldsOf(content, depth + 1) : null;
    fields.push({ number, wire, whole, bytes: content, inner });
  }
  return at === bytes.length ? fields : null;
}

function writtenFields(fields: readonly Field[]): Uint8Array {
  return joined(
    ...fields.map(({ number, wire, whole, bytes, inner }) => {
      const key = varintOf(BigInt(number * 8 + wire));
      if (wire === 0) return joined(key, varintOf(whole));
      if (wire !== 2) return joined(key, bytes);
      const content = inner ? writtenFields(inner) : bytes;
      return joined(key, varintOf(BigInt(content.length)), content);
    }),
  );
}

function varintOf(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
