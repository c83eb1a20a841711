// What each line of a text is: which lines go on, which are headings, items, rows or programs, and what of them is seen.

import { without } from './markdown.js';
import { last } from './offsets.js';
import { rows } from './rows.js';

const LONGEST = 3000; // characters of a line laid out as one; a longer one goes on in the next, after a sentence if it can
const SHORT = 120; // characters of a line that may belong to the lines beside it

const LINE = /^ {0,3}(?:=+|(?:[-_*] ?){3,})\s*$/, BROKEN = /(?: {2}|\\)\r?\n$/, FENCE = /^```\s*$/;
const ITEM = /^\s*(?:[-*+•]|\d+[.)])\s/, ASIDE = /^ {0,3}(?:> ?)+/;

// Whether what an article's name ends with says that its author wrote Markdown.
const isMarkdown = name => /\.md$/i.test(name);
const isPage = name => /\.html?$/i.test(name), isPdf = name => /\.pdf$/i.test(name);
// Whether it says that the text was extracted: there what begins like an item is one.
const isExtracted = name => isPage(name) || isPdf(name) || /\.docx$/i.test(name);

// The lines of a text whose sections begin at `titles`: of each its words and start, its title if it is a heading, its
// class, in which `group` it belongs (a flow, an item, an aside or a table) and whether it `goesOn` there, what of it is
// `hidden` at its start or between its cells, and what `inner` marks hide and set apart.
export function lines(text, name, titles, marks) {
  const all = [...pieces(text)], starts = [];
  let at = 0;
  for (const one of all) {
    starts.push(at);
    at += one.length;
  }
  const bars = rows(all), headings = all.map((one, i) => heading(one, starts[i], titles));
  const inner = spread(all, starts, marks), set = isMarkdown(name) ? markdown : extracted;
  const found = set(all, name, inner, all.map((_, i) => headings[i] !== undefined || bars[i] !== null));
  const close = all.map((one, i) => one.trim() && bars[i] === null && headings[i] === undefined && one.length <= SHORT);
  return all.map((one, i) => {
    const { how, goesOn = false, prefix = 0 } = found[i], title = headings[i], program = how === 'code' || how === 'rule';
    const blank = !one.trim() && how !== 'code', row = title === undefined && bars[i] !== null && how !== 'code';
    const unseen = one.trim() && !without(one, inner[i].hidden).slice(prefix).trim();
    let kind = !how && close[i - 1] && one.length <= SHORT ? 'tight' : '';
    if (title !== undefined) kind = /^\s*#{3}/.test(one) ? 'deep' : '';
    else if (blank) kind = 'blank';
    else if (unseen) kind = 'rule';
    else if (program) kind = how;
    else if (row) kind = bars[i][0]?.[1] === one.length && bars[i].length === 1 ? 'rule' : 'row';
    const led = how === 'code' ? prefix : Math.max(prefix, /^\s*(?:#+\s+)?/.exec(one)[0].length);
    const group = row ? 'table' : program ? null : how;
    return { text: one, start: starts[i], title, kind, blank, goesOn, group, hidden: row ? bars[i] : [[0, led]], inner: inner[i] };
  });
}

// The lines of a text, each with its end; of a long one, its pieces.
function* pieces(text) {
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    let from = 0;
    while (line.length - from > LONGEST) {
      const piece = line.slice(from, from + LONGEST);
      const end = /^.*[.!?…][”"’')\]]*\s+(?=\S)/su.exec(piece)?.[0].length ?? piece.lastIndexOf(' ') + 1;
      const to = end || LONGEST - /[\ud800-\udbff]$/.test(piece); // never between the halves of one character
      yield line.slice(from, from + to);
      from += to;
    }
    yield line.slice(from);
  }
}

// The heading that a line is, if it is one; a section may go on without its heading.
function heading(line, start, titles) {
  const title = titles.get(start + line.search(/\S|$/));
  return title !== undefined && line.includes(title) ? title : undefined;
}

// What marks say of each line, and whether it belongs to a program.
function spread(all, starts, marks) {
  const found = all.map(() => ({ hidden: [], styled: [], program: false }));
  const each = (ranges, add) => ranges.forEach(([start, end, ...how]) => {
    for (let i = last(starts, start); i < all.length && starts[i] < end; i += 1)
      add(found[i], [Math.max(start - starts[i], 0), Math.min(end - starts[i], all[i].length), ...how]);
  });
  each(marks.hidden, (line, range) => line.hidden.push(range));
  each(marks.styled, (line, range) => line.styled.push(range));
  each(marks.programs, line => { line.program = true; });
  return found;
}

// How each line of Markdown is set: as a `flow`, an `item`, an `aside`, `code` or what only frames it (`rule`), whether it
// goes on in the line before, unless either is `taken`, and how much of its start is not to be seen.
function markdown(all, _, inner, taken) {
  const found = all.map((text, i) => {
    if (inner[i].program) return { how: text.trim() && !without(text, inner[i].hidden).trim() ? 'rule' : 'code' };
    return { how: LINE.test(text) ? 'rule' : null };
  });
  const kind = i => (ASIDE.test(all[i]) ? 'aside' : ITEM.test(all[i]) ? 'item' : 'flow');
  const plain = i => !taken[i] && !found[i].how && all[i].trim();
  for (let from = 0, to; from < all.length; from = to) {
    to = from + 1;
    if (!plain(from)) continue;
    const how = kind(from);
    while (to < all.length && plain(to) && ['flow', how === 'aside' && how].includes(kind(to)) && !BROKEN.test(all[to - 1])) to += 1;
    for (let i = from; i < to; i += 1) found[i] = { how, goesOn: i > from, prefix: how === 'aside' ? (ASIDE.exec(all[i])?.[0].length ?? 0) : 0 };
  }
  return found;
}

// The same of any other text; where it was extracted, programs are fenced or set in.
function extracted(all, name, _, taken) {
  const found = [], fenced = isPdf(name), page = isPage(name);
  let inside = false, item = false;
  for (const [i, text] of all.entries()) {
    let how = null;
    if (fenced && FENCE.test(text)) {
      inside = !inside;
      how = 'rule';
    } else if (inside || (fenced || page) && /^ {4}\s*\S/.test(text) && !item && (!i || found[i - 1].code || !all[i - 1].trim())) how = 'code';
    else if (/^\S/.test(text)) item = ITEM.test(text);
    found.push({ how: how ?? (isExtracted(name) && !taken[i] && ITEM.test(text) ? 'item' : null), code: how, prefix: how && page ? 4 : 0 });
  }
  return found;
}
