// One outcome as a reader sees it: the short answer, its quotes, what is missing, and how sure it is.

import { cards, holds } from './cards.js';
import { button, copy, h } from './dom.js';
import { cut, read } from './markdown.js';
import { Offsets, link } from './offsets.js';
import { boxed, cells } from './rows.js';
import { Text, covers, fill } from './text.js';
import { absent, asked, certainty, further, howRead, plain, silent } from './wording.js';

const NO_ANSWER = 'no answer', BEFORE = 'the sentence before';

export function answer(turn, { show, called, judging }) {
  const { outcome } = turn, each = cards(turn);
  const node = h('div.reply'), several = turn.articles > 1, names = several || turn.of ? (key, { article }) => called(key) ?? article : () => null;
  const open = (index, place) => event => { event.preventDefault(); show(turn, index, event.currentTarget, place); };
  if (outcome.status === 'not_found') {
    if (!outcome.passages_read) return h('div.reply', {}, h('p.abstention', {}, 'Nothing was asked. Ask something about the article.'));
    const parts = outcome.missing.length > 1 ? [' It answers none of these: ', ...listed(outcome.missing), '.'] : [];
    node.append(h('p.abstention', {}, h('strong', {}, `Not in ${asked(turn)}.`), ...parts, ' ', howRead(outcome)));
    if (outcome.nearest.length) {
      node.append(h('details.nearest', {}, h('summary', {}, 'Nearest passages, which do not answer it'),
        h('ol', {}, ...each.map((one, i) => quoted(one, i, NO_ANSWER, place => open(i, place), names)))));
    }
  } else {
    if (!whole(outcome)) node.append(short(turn, each, open));
    if (outcome.status === 'partial') {
      node.append(h('p.missing', {}, h('strong', {}, 'Only a part of your question is answered. '), `${silent(turn)}: `,
        ...listed(outcome.missing)));
    }
    if (absent(outcome).length) {
      node.append(h('p.unquoted', {}, 'No quote contains ', ...listed(absent(outcome)),
        '. Check that the quote is about what you asked.'));
    }
    const numbers = ordinals(each);
    const head = i => i >= 0 && !numbers[i] && cells(each[i].quote.text) && cells(each[i + 1]?.quote.text ?? '');
    node.append(h('ol.quotes', {}, ...each.map((one, i) => !head(i) && quoted(one, i, numbers[i] ?? BEFORE,
      place => open(i, place), names, head(i - 1) ? each[i - 1] : null))));
    if (outcome.further) node.append(h('p.further', {}, further(outcome)));
  }
  const tools = h('div.actions', {}, sure(certainty(outcome)),
    button('Copy', 'copy', () => copy(plain(turn), 'Copied, with quotes and offsets'), { shown: true, kind: 'quiet' }));
  if (judging) tools.append(judging.row(turn));
  node.append(tools);
  return node;
}

const listed = words => words.flatMap((one, i) => [i ? ', ' : '', h('q', {}, one)]);

// Whether the answer is nothing but whole quotes: they would only be said twice.
const whole = ({ quotes }) => quotes.every(quote => quote.highlights.every(span => covers(span, quote)));

// The number of each quote that answers; the others only say what it is about.
function ordinals(each) {
  let count = 0;
  return each.map(({ quote }) => (quote.highlights.length ? ++count : null));
}

// The words that answer, in the order of the question's parts, each followed by the number of its quote.
function short({ outcome, keys }, each, open) {
  const numbers = ordinals(each);
  const spans = [];
  outcome.quotes.forEach(({ highlights, ...place }, at) => highlights.forEach(span => {
    const i = each.findIndex(card => holds(card, keys[at], place));
    if (!spans.some(other => other.i === i && covers(other.span, span))) spans.push({ ...each[i], i, span }); // said by another part
  }));
  return h('p.answer', {}, ...spans.flatMap(({ quote, key, marks, i, span }, place) => [
    place ? h('span.apart', { 'aria-hidden': 'true' }, ' · ') : null,
    said(quote, span, marks),
    h('a.number', { href: './' + link(quote, key), onclick: open(i), 'aria-label': `Quote ${numbers[i]}` }, String(numbers[i])),
  ]));
}

// One quote with its number or what it is instead; a row of a table below the `head` that names its columns. `also` has
// how the other places begin that say the same.
function quoted({ quote, key, section, marks, also }, index, label, open, names, head = null) {
  const name = names(key, quote);
  const where = [name, section === name ? null : section].filter(Boolean);
  const body = h('blockquote', { onclick: event => { if (!String(getSelection())) open()(event); } });
  const row = words(body, quote, marks);
  const top = head && h('div', { onclick: open() });
  if (top) words(top, head.quote, head.marks);
  return h({ [NO_ANSWER]: 'li.near', [BEFORE]: 'li.quote.lead' }[label] ?? 'li.quote', { 'data-quote': index },
    row ? boxed(h('div.table', {}, top, body)) : body,
    quote.also?.length ? h('p.also', {}, 'The same is also said ', ...quote.also.flatMap((place, i) => {
      const words = also?.[i] ?? characters(place);
      return [i ? ' and ' : null, h('a', { href: './' + link(place, key), onclick: open(place), title: words, 'aria-label': `here: ${words}` }, 'here')];
    })) : null,
    h('a.source', { href: './' + link(quote, key), onclick: open(), title: characters(quote) },
      h(typeof label === 'number' ? 'span.number' : 'span.no', {}, String(label)), h('span', {}, where.join(' · ') || 'Show in the article')));
}

// Fill a node with a quote's words, those that answer set apart; return whether it is a row of a table, in its cells.
function words(node, quote, marks) {
  const { article, text, start, highlights = [] } = quote;
  const apart = highlights.filter(span => !covers(span, quote)).map(span => ({ start: span.start - start, end: span.end - start }));
  if (/\n\s*\S/.test(text)) {
    const laid = new Text({ name: article, text, sections: [], marks });
    laid.dress([{ start: 0, end: 0, highlights: apart }]);
    node.append(h('div.laid', {}, ...laid.root.childNodes));
    return false;
  }
  const offsets = new Offsets(text), hidden = cells(text);
  if (hidden) node.classList.add('row');
  const spans = apart.map(span => ({ index: 0, strong: true, start: offsets.unit(span.start), end: offsets.unit(span.end) }));
  fill({ node, text, start: 0, hidden: hidden ?? [], inner: read(marks, offsets) }, spans);
  return Boolean(hidden);
}

// The words of a highlight, as they are set in their quote.
function said(quote, { start, end }, marks) {
  const offsets = new Offsets(quote.text), from = offsets.unit(start - quote.start), to = offsets.unit(end - quote.start);
  const { hidden, styled } = read(marks, offsets), node = h('span.said');
  fill({ node, text: quote.text.slice(from, to), start: 0, hidden: [], inner: { hidden: cut(hidden, from, to), styled: cut(styled, from, to) } }, []);
  return node;
}

const characters = ({ start, end }) => `Characters ${start}–${end}`;

function sure(certain) {
  if (!certain) return null;
  const { percent, words } = certain;
  const number = h('span', { hidden: true }, ` · ${percent} %`);
  const level = percent >= 75 ? 'high' : percent >= 50 ? 'middle' : 'low';
  const title = 'How sure the reader is that the words are right; press for the number';
  const toggle = h(`button.sure.${level}`, { type: 'button', 'aria-expanded': 'false', title }, h('span', {}, words), number);
  toggle.addEventListener('click', () => {
    number.hidden = !number.hidden;
    toggle.setAttribute('aria-expanded', String(!number.hidden));
  });
  return toggle;
}
