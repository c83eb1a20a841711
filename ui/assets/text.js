// The article's text as paragraphs. What the pane holds is the article, character for character.

import { h } from './dom.js';
import { FENCE, inline, isMarkdown, seen } from './inline.js';
import { Offsets, last } from './offsets.js';
import { rows } from './rows.js';

const TOGETHER = 40, FULL = 12000; // lines and characters of one block at most; blocks out of sight are not laid out
const LONGEST = 3000; // characters of a line laid out as one; a longer one goes on in the next, after a sentence if it can
const SHORT = 120; // characters of a line that may belong to the lines beside it
const ITEM = /^\s*(?:[-*+•]|\d+[.)])\s/, ASIDE = /^ {0,3}(?:> ?)+/, LINE = /^ {0,3}(?:=+|(?:[-_*] ?){3,})\s*$/;

export class Text {
  constructor(article) {
    this.key = article.key;
    this.offsets = new Offsets(article.text);
    this.text = article.text;
    this.titles = new Map(article.sections.map(({ start, title }) => [this.offsets.unit(start), title]));
    this.lines = [];
    this.starts = [];
    this.root = h('article', { 'aria-label': article.name });
    this.markdown = isMarkdown(article.name);
    let at = 0, block = null, full = 0, table = null, short = false;
    const all = [...lines(article.text)], bars = rows(all), code = programs(all, article.name);
    for (const [i, text] of all.entries()) {
      if (!block || block.childElementCount === TOGETHER || full + text.length > FULL) {
        this.root.append(block = h('div.block'));
        full = 0;
        table = null;
      }
      full += text.length;
      const section = this.titles.get(at + text.search(/\S|$/));
      const title = section !== undefined && text.includes(section) ? section : undefined; // a section may go on without its heading
      const blank = !text.trim() && !code[i], row = title === undefined && bars[i] !== null;
      const node = document.createElement(title === undefined ? 'p' : 'h2');
      if (/^\s*#{3}/.test(text) && title !== undefined) node.className = 'deep';
      if (blank) node.className = 'blank';
      else if (code[i]) node.className = code[i];
      else if (this.markdown && ASIDE.test(text)) node.className = 'aside';
      else if (row) node.className = bars[i][0]?.[1] === text.length && bars[i].length === 1 ? 'rule' : 'row';
      else if (title === undefined && short && text.length <= SHORT) node.className = 'tight';
      const hidden = row ? bars[i] : title === undefined ? [] : [[0, /^\s*(?:#+\s+)?/.exec(text)[0].length]];
      if (node.className === 'aside') hidden.push([0, ASIDE.exec(text)[0].length]);
      const line = { node, text, start: at, hidden, inner: this.markdown && !code[i] ? inline(text) : undefined };
      fill(line, []);
      if (row && !table) block.append(table = h('div.table'));
      else if (!row && !blank) table = null;
      (table ?? block).append(node);
      this.lines.push(line);
      this.starts.push(at);
      short = !blank && !row && title === undefined && text.length <= SHORT;
      at += text.length;
    }
    this.dressed = new Set();
  }

  headings() {
    return this.lines.filter(line => line.node.tagName === 'H2')
      .map(line => ({ depth: /^\s*(#*)/.exec(line.text)[1].length, title: this.told(this.titles.get(line.start + line.text.search(/\S|$/))), node: line.node }));
  }

  // A title as it is to be seen.
  told(title) {
    return title && this.markdown ? seen(title) : title;
  }

  // The text node and offset of a UTF-16 offset; `ending` takes the end of a node rather than the next one's start.
  place(unit, ending = false) {
    const line = this.lines[last(this.starts, ending ? Math.max(0, unit - 1) : unit)];
    const walker = document.createTreeWalker(line.node, NodeFilter.SHOW_TEXT);
    let left = unit - line.start, node = walker.nextNode(), next;
    while (node && (left > node.data.length || (!ending && left === node.data.length)) && (next = walker.nextNode())) {
      left -= node.data.length;
      node = next;
    }
    return [node, Math.min(left, node.data.length)];
  }

  // The UTF-16 offset of a place in the pane, as a selection gives it; null outside of the text.
  unitAt(node, offset) {
    const line = this.lines.find(({ node: own }) => own.contains(node));
    if (!line) return null;
    const range = document.createRange();
    range.setStart(line.node, 0);
    range.setEnd(node, offset);
    return line.start + range.toString().length;
  }

  undress() {
    for (const line of this.dressed) fill(line, []);
    this.dressed.clear();
  }

  // Mark quotes and the spans inside them; return the marks of each quote.
  dress(quotes) {
    this.undress();
    const spans = [];
    quotes.forEach((quote, index) => {
      spans.push({ index, strong: false, start: this.offsets.unit(quote.start), end: this.offsets.unit(quote.end) });
      for (const { start, end } of quote.highlights ?? [])
        spans.push({ index, strong: true, start: this.offsets.unit(start), end: this.offsets.unit(end) });
    });
    const touched = new Map();
    for (const span of spans)
      for (let i = last(this.starts, span.start); i < this.lines.length && this.starts[i] < span.end; i += 1)
        touched.set(i, [...(touched.get(i) ?? []), span]);
    const marks = quotes.map(() => []);
    for (const [i, found] of [...touched].sort(([a], [b]) => a - b)) {
      for (const [index, mark] of fill(this.lines[i], found)) marks[index].push(mark);
      this.dressed.add(this.lines[i]);
    }
    return marks;
  }
}

// The lines of a text, each with its end; of a long one, its pieces.
function* lines(text) {
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    let from = 0;
    while (line.length - from > LONGEST) {
      const piece = line.slice(from, from + LONGEST);
      const end = /^.*[.!?…][”"’')\]]*\s+(?=\S)/su.exec(piece)?.[0].length ?? piece.lastIndexOf(' ') + 1;
      const cut = end || LONGEST - /[\ud800-\udbff]$/.test(piece); // never between the halves of one character
      yield line.slice(from, from + cut);
      from += cut;
    }
    yield line.slice(from);
  }
}

// For each line, the class of one that belongs to a program, or to its fence; a program is set in, or fenced.
function programs(all, name) {
  const found = all.map(() => null);
  if (!isMarkdown(name) && !/\.html?$/i.test(name)) return found;
  let fence = null, item = false;
  for (const [i, text] of all.entries()) {
    const mark = isMarkdown(name) ? FENCE.exec(text)?.[0].trim() : undefined;
    if (mark && (!fence || text.trim() === mark && mark.startsWith(fence))) {
      fence = fence ? null : mark;
      found[i] = 'rule';
    } else if (fence) found[i] = 'code';
    else if (isMarkdown(name) && LINE.test(text)) found[i] = 'rule';
    else if (/^ {4}\s*\S/.test(text) && !item && (!i || found[i - 1] || !all[i - 1].trim())) found[i] = 'code';
    else if (/^\S/.test(text)) item = ITEM.test(text);
  }
  return found;
}

// Fill a line with its text, in marks where spans cover it. A heading's "#", the bars of a row and what only says how
// words are to be set are there but not seen, and what stands between bars is a cell.
export function fill(line, spans) {
  const { node, text, start, hidden, inner } = line;
  const unseen = inner?.hidden ?? [], styled = inner?.styled ?? [];
  const cuts = new Set([0, text.length, ...hidden.flat(), ...unseen.flat(), ...styled.flatMap(([from, to]) => [from, to])]);
  for (const span of spans)
    for (const edge of [span.start - start, span.end - start]) if (edge > 0 && edge < text.length) cuts.add(edge);
  const edges = [...cuts].sort((a, b) => a - b), marks = [];
  const row = node.classList.contains('row');
  let cell = null, barred = false;
  node.replaceChildren();
  edges.slice(1).forEach((end, i) => {
    const from = edges[i], piece = text.slice(from, end);
    if (hidden.some(([first, after]) => from >= first && end <= after)) {
      if (row && barred && hidden.some(([first]) => first === from)) node.append(h('span.cell')); // nothing between two bars
      node.append(h('span.marker', {}, piece));
      cell = null;
      barred = true;
      return;
    }
    barred = false;
    if (row && !cell) node.append(cell = h('span.cell'));
    if (unseen.some(([first, after]) => from >= first && end <= after)) {
      (cell ?? node).append(h('span.marker', {}, piece));
      return;
    }
    const over = spans.filter(span => span.start - start < end && span.end - start > from);
    const strong = over.find(span => span.strong);
    const set = styled.filter(([first, after]) => from >= first && end <= after).reduce((words, [, , how]) => h(how, {}, words), piece);
    const shown = over.length ? h(`mark.quoted${strong ? '.highlight' : ''}`, {}, set) : set;
    if (over.length) marks.push([(strong ?? over[0]).index, shown]);
    (cell ?? node).append(shown);
  });
  return marks;
}
