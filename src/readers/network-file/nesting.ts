/** A glance at how deep a text nests, before a parser that recurses and takes quadratic time over depth sees it. */

/** Far above what is read, so that brackets in texts and comments are not taken for nesting. */
const refusedDepth = 1000;

/** The place from which on a text is nested too deeply to be parsed; undefined for all sane texts. */
export function tooDeepAt(text: string): number | undefined {
  let brackets = 0;
  let indicators = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charAt(at)) {
      case '[':
      case '{':
        brackets += 1;
        break;
      case ']':
      case '}':
        brackets = Math.max(0, brackets - 1);
        break;
      case '-':
      case '?':
      case ':':
        // YAML nests lists and keys on one line: - - - a.
        indicators += 1;
        break;
      case ' ':
      case '\t':
        break;
      default:
        indicators = 0;
    }
    if (brackets > refusedDepth || indicators > refusedDepth) return at;
  }
  return undefined;
}
