// Rows of tables: "| a | b |" as Markdown writes them, and "a | b" as they come out of a web page or a Word file.

import { h } from './dom.js';

const RULE = /^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*$/; // "|---|---|" parts the head from the rest
const FRAMED = /^\s*\|[^]*\|\s*$/;
const ALIKE = 3; // lines in a row, with as many bars, that make a table without frames

// Of each line, what of it is not to be seen if it is a row, as [start, end) pairs; null for a line that is none.
export function rows(lines) {
  const bars = lines.map(line => (/^ {4}/.test(line) ? 0 : line.split(' | ').length - 1)); // what is set in is a program
  const told = lines.flatMap((line, i) => (line.trim() ? [i] : [])); // rows may stand apart
  const found = lines.map(() => null);
  for (let from = 0, to; from < told.length; from = to) {
    for (to = from + 1; to < told.length && bars[told[to]] === bars[told[from]]; ) to += 1;
    const table = bars[told[from]] > 0 && to - from >= ALIKE;
    for (const i of told.slice(from, to)) {
      if (RULE.test(lines[i])) found[i] = [[0, lines[i].length]];
      else if (table || FRAMED.test(lines[i])) found[i] = separators(lines[i]);
    }
  }
  return found;
}

// The same for a line that is known to be a row; null if it has no bars.
export const cells = line => (FRAMED.test(line) || line.includes(' | ') ? separators(line) : null);

function separators(line) {
  const found = [];
  for (const { index: bar } of line.matchAll(/(?<!\\)\|/g)) { // one with a backslash is a character of its cell
    const start = line.slice(found.at(-1)?.[1] ?? 0, bar).trimEnd().length + (found.at(-1)?.[1] ?? 0);
    found.push([start, line.length - line.slice(bar + 1).trimStart().length]);
  }
  return found;
}

// The box of a table: one that is too wide for its place scrolls in there, and keys reach what does.
export function boxed(table) {
  const box = h('div.wide', { role: 'group', 'aria-label': 'Table' }, table);
  boxes.observe(box);
  return box;
}

const boxes = new ResizeObserver(sized => {
  for (const { target } of sized) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
  }
});
