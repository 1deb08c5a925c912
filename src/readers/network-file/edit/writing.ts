/** Plain values as text: in flow style, so that they can stand anywhere, spelled as the text around them is. */
import { Document, isCollection, visit } from 'yaml';
import type { Plain } from '../../reader';

/** How a file is written. */
export interface Spelling {
  readonly format: 'yaml' | 'json';
  /** The end of its lines. */
  readonly lineEnd: '\n' | '\r\n';
}

/** The spelling of a text. */
export function spellingOf(text: string, format: 'yaml' | 'json'): Spelling {
  return { format, lineEnd: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** A value as text; a word in the quotes of the text that it replaces. */
export function write(value: Plain, { format }: Spelling, replaced = ''): string {
  if (format === 'json') return asJson(value);
  const quote = replaced.charAt(0);
  if (typeof value === 'string' && quote === '"') return JSON.stringify(value);
  // A quote in single quotes is doubled; control characters need double ones.
  if (typeof value === 'string' && quote === "'" && !/\p{Cc}/u.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  // Inside a list the library quotes what must be quoted in flow style.
  const document = new Document([value]);
  visit(document, {
    Collection: (_, node) => {
      if (isCollection(node)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true }).trim().slice(1, -1).trim();
}

/** A key with its value. */
export function writeField(key: string, value: Plain, spelling: Spelling): string {
  return `${write(key, spelling)}: ${write(value, spelling)}`;
}

/** An item of a list; a group of one field needs no braces where each item has a line. */
export function writeItem(value: Plain, flow: boolean, spelling: Spelling, replaced = ''): string {
  if (!flow && value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const [only, ...others] = Object.entries(value);
    if (only && others.length === 0) return writeField(only[0], only[1], spelling);
  }
  return write(value, spelling, replaced);
}

/** JSON on one line, with a space behind each comma and colon and inside braces. */
function asJson(value: Plain): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(asJson).join(', ')}]`;
  const fields = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${asJson(each)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
