// The article's text as paragraphs. What the pane holds is the article, character for character.

import { h } from './dom.js';
import { lines } from './layout.js';
import { cut, read, without } from './markdown.js';
import { Offsets, last } from './offsets.js';
import { boxed } from './rows.js';

const TOGETHER = 40, FULL = 12000; // lines and characters of one block at most; blocks out of sight are not laid out

export class Text {
  constructor(article) {
    this.key = article.key;
    this.offsets = new Offsets(article.text);
    this.text = article.text;
    const titles = new Map(article.sections.map(({ start, title }) => [this.offsets.unit(start), title]));
    this.lines = lines(article.text, article.name, titles, read(article.marks, this.offsets));
    this.starts = this.lines.map(({ start }) => start);
    this.titles = new Map(this.lines.filter(({ title }) => title !== undefined).map(line => [line.title, shown(line)]));
    this.root = h('article', { 'aria-label': article.name }, ...blocks(this.lines));
    this.dressed = new Set();
  }

  headings() {
    return this.lines.filter(({ title }) => title !== undefined)
      .map(({ text, title, node }) => ({ depth: /^\s*(#*)/.exec(text)[1].length, title: this.told(title), node }));
  }

  // A section's title as it is to be seen.
  told(title) {
    return this.titles.get(title) ?? title;
  }

  // What can be seen of the text, a blank for the bars between two cells, and which offset each piece of it has in the
  // text: words are found as they are read.
  get seen() {
    if (this.readable) return this.readable;
    const pieces = [], starts = [], units = [];
    let at = 0;
    const add = (piece, unit) => {
      pieces.push(piece);
      starts.push(at);
      units.push(unit);
      at += piece.length;
    };
    for (const { node, text, start, hidden, inner } of this.lines) {
      if (node.classList.contains('rule')) continue;
      const unseen = [...hidden, ...inner.hidden].sort(([a], [b]) => a - b);
      let from = 0;
      for (const [first, after] of unseen) {
        if (first > from) add(text.slice(from, first), start + from);
        if (node.classList.contains('row') && hidden.some(([bar]) => bar === first)) add(' ', start + first);
        from = Math.max(from, after);
      }
      if (from < text.length) add(text.slice(from), start + from);
    }
    this.readable = { text: pieces.join(''), unit: place => units[last(starts, place)] + place - starts[last(starts, place)] };
    return this.readable;
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

  // The UTF-16 offsets of what a selection holds of the text; it may begin or end outside of any line, and of the text.
  units({ startContainer, startOffset, endContainer, endOffset }) {
    const before = document.createRange(), inside = document.createRange();
    for (const range of [before, inside]) range.selectNodeContents(this.root);
    if (inside.comparePoint(startContainer, startOffset) === 0) inside.setStart(startContainer, startOffset);
    if (inside.comparePoint(endContainer, endOffset) === 0) inside.setEnd(endContainer, endOffset);
    before.setEnd(inside.startContainer, inside.startOffset);
    const start = before.toString().length;
    return [start, start + inside.toString().length];
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
      for (const { start, end } of (quote.highlights ?? []).filter(span => !covers(span, quote)))
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

// Whether a highlight is all of a quote: then nothing in it stands out.
export const covers = (highlight, quote) => highlight.start === quote.start && highlight.end === quote.end;

// The title of a heading's line as it is to be seen.
function shown({ text, title, inner }) {
  const at = text.indexOf(title);
  return without(title, cut(inner.hidden, at, at + title.length));
}

// Lines, each with the node it is given, in blocks, those that belong together in a group of their own.
function blocks(all) {
  const found = [];
  let block = null, full = 0, group = null, kind = null;
  for (const line of all) {
    const { text, title, blank, goesOn, group: wanted } = line;
    if (!block || (!goesOn && (block.childElementCount === TOGETHER || full + text.length > FULL))) {
      found.push(block = h('div.block'));
      full = 0;
      group = kind = null;
    }
    full += text.length;
    line.node = h(title === undefined ? 'p' : 'h2', { class: line.kind || null });
    fill(line, []);
    if (wanted && !blank && !goesOn && (kind !== 'table' || wanted !== kind)) {
      group = h(`div.${wanted}${wanted === 'item' && /^\s{2}/.test(text) ? '.under' : ''}`);
      block.append(wanted === 'table' ? boxed(group) : group);
      kind = wanted;
    } else if (!wanted && !(blank && kind === 'table')) group = kind = null;
    (group ?? block).append(line.node);
  }
  return found;
}

// Fill a line with its text, in marks where spans cover it. A heading's "#", the bars of a row and what only says how
// words are to be set are there but not seen, and what stands between bars is a cell.
export function fill(line, spans) {
  const { node, text, start, hidden, inner: { hidden: unseen, styled } } = line;
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
    const set = styled.filter(([first, after]) => from >= first && end <= after).reduce((words, [, , how, attributes]) => h(how, attributes, words), piece);
    const shown = over.length ? h(`mark.quoted${strong ? '.highlight' : ''}`, {}, set) : set;
    if (over.length) marks.push([(strong ?? over[0]).index, shown]);
    (cell ?? node).append(shown);
  });
  return marks;
}
