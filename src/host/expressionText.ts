/** Makes an expression of what somebody has selected in a program, and finds the variables that need values. */

/** Modules whose functions are called by their names here. */
const modules =
  /(?<![\p{L}\p{N}_.])(?:(?:math|cmath|np|numpy|jnp|jax\.numpy|torch\.nn\.functional|torch|tf\.nn|tf\.math|tf|keras\.ops|nn\.functional|F|Math)\.|std::)(?=[\p{L}_])/gu;

/** Functions that other languages call otherwise. */
const otherNames: Readonly<Record<string, string>> = {
  power: 'pow',
  maximum: 'max',
  minimum: 'min',
  fmax: 'max',
  fmin: 'min',
  absolute: 'abs',
  fabs: 'abs',
};

/** Names that stand for a number of mathematics. */
const constants: ReadonlySet<string> = new Set(['e', 'pi', 'π']);

/** The selected text as expressions: without comments, modules, types and what makes it a statement. */
export function expressionOf(selected: string): string {
  return selected
    .split('\n')
    .map((line) =>
      line
        .replace(/(?:#|\/\/).*$/u, '')
        .replace(/^\s*(?:return|const|let|var|final|auto|float|double)\s+/u, '')
        .replace(/^(\s*[\p{L}_][\p{L}\p{N}_]*)\s*:\s*[\p{L}_][\p{L}\p{N}_.[\]]*\s*=/u, '$1 =')
        .replace(/[;,\\]\s*$/u, ''),
    )
    .filter((line) => line.trim() !== '')
    .join('\n')
    .replace(modules, '')
    .replace(/(?<![\p{L}\p{N}_.])(?:self|this)\./gu, '')
    .replace(/[\p{L}_][\p{L}\p{N}_]*(?=\s*\()/gu, (name) => otherNames[name] ?? name)
    .replace(/\[\s*([\p{L}\p{N}_]+(?:\s*,\s*[\p{L}\p{N}_]+)*)\s*\]/gu, (_, index: string) =>
      index.replaceAll(/\s*,\s*/g, '_'),
    )
    .replace(/(?<=[\p{L}_][\p{L}\p{N}_]*)\.(?=[\p{L}_])/gu, '_')
    .trim();
}

/** The names that an expression uses and does not define, in the order of their first use. */
export function variablesOf(expression: string): readonly string[] {
  const names = /(?<![\p{L}\p{M}\p{N}_.])[\p{L}_][\p{L}\p{M}\p{N}_]*(?!\s*\()(?![\p{L}\p{M}\p{N}_])/gu;
  const defined = new Set(
    [...expression.matchAll(/(?:^|[;\n])\s*([\p{L}_][\p{L}\p{M}\p{N}_]*)\s*=/gu)].map(([, name]) => name),
  );
  const used = [...expression.matchAll(names)].map(([name]) => name);
  return [...new Set(used)].filter((name) => !defined.has(name) && !constants.has(name));
}

/** Values as one line that can be edited: x = -2, y = 5. */
export function valuesLine(names: readonly string[], known: Readonly<Record<string, number>>): string {
  return names.map((name) => `${name} = ${known[name] ?? 1}`).join(', ');
}

/** The values of such a line, or what is wrong with it. */
export function valuesIn(line: string, names: readonly string[]): Readonly<Record<string, number>> | string {
  const values: Record<string, number> = {};
  for (const part of line.split(/[,;]/u)) {
    if (part.trim() === '') continue;
    const [, name = '', text = ''] = /^\s*([\p{L}_][\p{L}\p{M}\p{N}_]*)\s*[=:]\s*(\S+)\s*$/u.exec(part) ?? [];
    const value = Number(text);
    if (name === '') return `Write ${valuesLine(names.slice(0, 2), {})}`;
    if (!names.includes(name)) return `The expression has no ${name}`;
    if (text === '' || !Number.isFinite(value)) return `${name} needs a number`;
    values[name] = value;
  }
  const missing = names.find((name) => !Object.hasOwn(values, name));
  return missing === undefined ? values : `${missing} has no value`;
}
