// Rows of tables: "| a | b |" as Markdown writes them, and "a | b" as they come out of a web page or a Word file.

const RULE = /^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*$/; // "|---|---|" parts the head from the rest
const FRAMED = /^\s*\|[^]*\|\s*$/;

// Of each line, what of it is not to be seen if it is a row, as [start, end) pairs; null for a line that is none.
export function rows(lines) {
  const bars = lines.map(line => line.split(' | ').length - 1);
  const told = lines.flatMap((line, i) => (line.trim() ? [i] : [])); // rows may stand apart
  const found = lines.map(() => null);
  told.forEach((i, n) => {
    const like = other => other !== undefined && bars[other] === bars[i];
    if (RULE.test(lines[i])) found[i] = [[0, lines[i].length]];
    else if (FRAMED.test(lines[i]) || (bars[i] && (like(told[n - 1]) || like(told[n + 1]))))
      found[i] = [...lines[i].matchAll(/\s*\|\s*/g)].map(({ index, 0: bar }) => [index, index + bar.length]);
  });
  return found;
}
