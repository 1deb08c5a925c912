/** Data in JSON: a list of objects is a table, and nested lists of numbers, or several under names, are arrays. */
import { shapeText } from '../../base/numbers';
import { sizeOf, type Tensor } from '../../tensor/tensor';
import type { NamedTensors } from '../tensor-files/tensors';
import type { Say } from './samples';
import type { Table } from './tableFile';

/** Numbers and lists that are walked at most, and how deep lists may lie in each other. */
const mostValues = 20_000_000;
const deepest = 8;

/** What the text holds; null when it is neither, and then the reason has been said. */
export function readJsonData(bytes: Uint8Array, file: string, say: Say): Table | NamedTensors | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    return say.error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (Array.isArray(value) && isObject(value[0])) return tableOf(value, file, say);
  const named = isObject(value) ? Object.entries(value) : [['', value] as const];
  const tensors = new Map<string, Tensor>();
  for (const [name, each] of named) {
    const tensor = Array.isArray(each) ? tensorIn(each) : 'no list';
    if (typeof tensor !== 'string') tensors.set(name, tensor);
    else if (name === '' || Array.isArray(each))
      return say.error(`${file} holds ${tensor}${name === '' ? '' : ` under "${name.slice(0, 40)}"`}.`);
  }
  return tensors.size > 0 ? tensors : say.error(`${file} holds no list of numbers.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Rows count from 1, as there are no lines that one could count. */
function tableOf(items: readonly unknown[], file: string, say: Say): Table | null {
  const columns = Object.keys(isObject(items[0]) ? items[0] : {});
  const body: { line: number; cells: string[] }[] = [];
  for (const [index, item] of items.entries()) {
    if (!isObject(item)) return say.error(`${file}, item ${index + 1}: expected an object as before.`);
    const cells = columns.map((name) => cellOf(item[name]));
    body.push({ line: index + 1, cells });
  }
  return { columns, body };
}

function cellOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

/** Nested lists as an array, or what is wrong with them. */
function tensorIn(list: readonly unknown[]): Tensor | string {
  const shape: number[] = [];
  for (let first: unknown = list; Array.isArray(first); first = first[0]) shape.push(first.length);
  if (shape.length > deepest) return `lists within each other more than ${deepest} deep`;
  const count = sizeOf(shape);
  if (count > mostValues) return `more than ${mostValues} numbers`;
  const data = new Float64Array(count);
  let filled = 0;
  const walk = (value: unknown, axis: number): string | undefined => {
    if (axis === shape.length) {
      const number = typeof value === 'boolean' ? Number(value) : value;
      if (typeof number !== 'number') return `something that is no number where one is expected`;
      data[filled] = number;
      filled += 1;
      return undefined;
    }
    if (!Array.isArray(value) || value.length !== shape[axis])
      return `lists of different lengths where ${shapeText(shape)} is expected`;
    for (const each of value) {
      const wrong = walk(each, axis + 1);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
  return walk(list, 0) ?? { elementType: 'float64', shape, data };
}
