/** The columns and arrays of a file of data, and the guess which of them is predicted from which. */
import type { DataChoice, DataColumn } from '../../graph/chosenData';
import { cellNumber, type Table } from '../data/tableFile';
import type { NamedTensors } from '../tensor-files/tensors';

/** What is predicted, and from what. */
export interface Columns {
  readonly target: string | null;
  readonly features: readonly string[];
}

const usualTargets = new Set([
  ...['target', 'targets', 'label', 'labels', 'class', 'classes', 'y', 'species', 'output', 'outcome'],
  ...['y_train', 'ytrain', 'digit', 'category', 'quality', 'price'],
]);
const usualInputs = new Set(['x', 'input', 'inputs', 'x_train', 'images', 'features', 'data']);

/** Columns that number the rows. */
const isIndex = /^(?:|id|index|unnamed: 0|row)$/i;

/** A column is of numbers when every cell is one. */
export function tableColumns({ columns, body }: Table): readonly DataColumn[] {
  return columns.map((name, place) => {
    const numbers = body.every(({ cells }) => cellNumber(cells[place] ?? '') !== undefined);
    return { name, kind: numbers ? 'numbers' : 'words' };
  });
}

/** Every array holds numbers. */
export function arrayColumns(tensors: NamedTensors): readonly DataColumn[] {
  return [...tensors.keys()].map((name) => ({ name, kind: 'numbers' }));
}

/** Of a table: a column with a usual name is predicted, else the last one, from all other columns of numbers that do not number the rows. */
export function tableGuess(columns: readonly DataColumn[], choice: DataChoice): Columns {
  const guessed = columns.findLast(({ name }) => isUsualTarget(name)) ?? columns.at(-1);
  const target = choice.target === undefined ? (guessed?.name ?? null) : choice.target;
  const others = columns.filter(
    ({ name, kind }) => kind === 'numbers' && name !== target && !isIndex.test(name),
  );
  return { target, features: choice.features ?? others.map(({ name }) => name) };
}

/** Of arrays: those with usual names, else the first is the input and another one that has as many samples is predicted. */
export function arrayGuess(tensors: NamedTensors, choice: DataChoice): Columns {
  const names = [...tensors.keys()];
  const open = names.filter((name) => name !== choice.target);
  const input =
    choice.features?.[0] ??
    open.find((name) => usualInputs.has(name.toLowerCase())) ??
    open.find((name) => !isUsualTarget(name)) ??
    open[0] ??
    '';
  const count = tensors.get(input)?.shape[0];
  const fitting = names.filter((name) => name !== input && tensors.get(name)?.shape[0] === count);
  const guessed = fitting.find(isUsualTarget) ?? fitting[0] ?? null;
  return { target: choice.target === undefined ? guessed : choice.target, features: [input] };
}

function isUsualTarget(name: string): boolean {
  return usualTargets.has(name.trim().toLowerCase());
}
