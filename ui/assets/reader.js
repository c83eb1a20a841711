// The article's pane: text, contents, find, and the quotes of an answer to step through.

import { button, copy, h } from './dom.js';
import { Find } from './find.js';
import { lastOf, link } from './offsets.js';
import { Text } from './text.js';

const LONG = 3; // headings that make a table of contents worth its place
const LINE = 40; // pixels from the pane's top to where one reads; a heading that was gone to stands above

export class Reader {
  constructor({ back }) {
    this.pane = h('div.text', { tabindex: 0, role: 'region', 'aria-label': 'The article’s text', onscroll: () => this.tellSection() });
    this.status = h('div.unseen', { 'aria-live': 'polite' });
    this.title = h('h2.name', {});
    this.find = new Find(() => this.text);
    this.contents = h('nav.contents', { 'aria-label': 'Contents', hidden: true });
    this.toContents = button('Contents', 'list', () => this.toggleContents());
    this.toFind = button('Find in the article', 'find', () => this.find.open());
    this.find.opener = this.toFind;
    this.place = h('span.place', {}, this.which = h('span'), this.where = h('span.where'));
    this.previous = button('Previous quote', 'up', () => this.step(-1));
    this.next = button('Next quote', 'down', () => this.step(1));
    const toAnswer = button('Back', 'back', () => this.leave(), { shown: true, kind: 'back' });
    toAnswer.setAttribute('aria-label', 'Back to the answer');
    this.steps = h('div.steps', { hidden: true, role: 'group', 'aria-label': 'Quotes of the answer' },
      toAnswer,
      this.place, this.previous, this.next,
      button('Copy a link to this quote', 'link', () => this.copyLink()), button('Remove the marks', 'close', () => this.leave()));
    this.extra = h('div.extra');
    this.node = h('section.reader', { 'aria-label': 'Article' },
      h('div.tools', {}, this.title, this.toContents, this.toFind), this.find.node, this.contents, this.pane, this.extra, this.steps, this.status);
    this.back = back;
    this.cancel = null; // what Escape ends before the marks, while words are being selected
    this.quotes = [];
    document.addEventListener('keydown', event => this.key(event));
    document.addEventListener('click', ({ target }) => { if (!this.contents.contains(target) && !this.toContents.contains(target)) this.closeContents(); });
  }

  key(event) {
    if (event.target.matches('input, textarea, select, dialog *') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches('.wide') && /^Arrow/.test(event.key)) return; // it scrolls
    const key = /^.$/.test(event.key) && !this.node.contains(event.target) ? null : event.key; // who speaks to the page may seem to type
    if (key === '/') { event.preventDefault(); this.find.open(); }
    if (event.key === 'Escape' && !this.contents.hidden) {
      this.closeContents();
      this.toContents.focus();
      return;
    }
    const isLeaving = event.key === 'Escape' && !event.target.closest('.menu');
    if (isLeaving && this.cancel) { this.cancel(); return; }
    if (!this.quotes.length) return;
    if (/^Arrow/.test(key) && (event.shiftKey || this.cancel)) return; // it selects
    const by = { n: 1, ArrowRight: 1, p: -1, ArrowLeft: -1 }[key];
    if (by) { event.preventDefault(); this.step(by); }
    if (isLeaving) this.leave();
  }

  open(article, { own }) {
    this.clear();
    this.text = new Text(article);
    this.own = own;
    this.title.textContent = article.name;
    this.pane.replaceChildren(this.text.root);
    this.pane.scrollTop = 0;
    this.isNew = !this.pane.offsetParent; // what is not seen does not scroll
    const headings = this.text.headings();
    this.toContents.hidden = headings.length < LONG;
    this.closeContents();
    const top = Math.min(...headings.map(({ depth }) => depth));
    this.headings = headings.map(({ node }) => node);
    this.entries = headings.map(({ title, node }) => h('button.plain', {
      type: 'button',
      onclick: () => { this.closeContents(); node.tabIndex = -1; node.scrollIntoView({ block: 'start' }); node.focus({ preventScroll: true }); },
    }, title));
    this.contents.replaceChildren(h('ol', {}, ...headings.map(({ depth }, i) => h(`li${depth > top ? '.under' : ''}`, {}, this.entries[i]))));
    if (!this.find.node.hidden) this.find.search();
  }

  // The pane is seen again, on a phone.
  seen() {
    if (this.isNew) this.pane.scrollTop = 0;
    this.isNew = false;
  }

  toggleContents() {
    this.contents.hidden = !this.contents.hidden;
    this.toContents.setAttribute('aria-expanded', String(!this.contents.hidden));
    this.tellSection();
    if (!this.contents.hidden) (this.contents.querySelector('[aria-current]') ?? this.entries[0])?.focus();
  }

  // Mark in the contents, while they are open, which section is read: the one of the last heading above a line below the
  // pane's top. Towards the end, where no heading comes up to it, that line goes down.
  tellSection() {
    if (this.contents.hidden) return;
    const { scrollTop, scrollHeight, clientHeight } = this.pane, left = scrollHeight - clientHeight - scrollTop;
    const line = this.pane.getBoundingClientRect().top + LINE + Math.min(scrollTop, Math.max(0, clientHeight - left));
    const entry = this.entries[lastOf(this.headings, node => node.getBoundingClientRect().top <= line)], before = this.contents.querySelector('[aria-current]');
    if (entry === before) return;
    before?.removeAttribute('aria-current');
    entry?.setAttribute('aria-current', 'location');
    entry?.scrollIntoView({ block: 'nearest' });
  }

  closeContents() {
    this.contents.hidden = true;
    this.toContents.setAttribute('aria-expanded', 'false');
  }

  // Mark quotes of an answer, and what stands `beside` them, and bring one to the middle. Of an answer from several
  // articles these are some of `total`, numbered by `indexes`; `go` opens another one, `moved` hears which it is.
  show(quotes, at, { opener = null, called = 'Quote', indexes = [...quotes.keys()], total = quotes.length, beside = [], go = null, moved = null } = {}) {
    Object.assign(this, { quotes, opener, called, indexes, total, go, moved });
    this.marks = this.text.dress([...quotes, ...beside]);
    this.find.paint();
    this.steps.hidden = false;
    this.previous.hidden = this.next.hidden = total < 2;
    this.at = at;
    this.focus();
  }

  step(by) {
    if (!this.quotes.length) return;
    const next = (this.indexes[this.at] + by + this.total) % this.total, here = this.indexes.indexOf(next);
    if (here < 0) { this.go(next); return; }
    this.at = here;
    this.focus();
  }

  focus() {
    const marks = this.marks[this.at], quote = this.quotes[this.at];
    if (!marks?.length) return;
    this.marks.forEach((own, i) => own.forEach(mark => mark.classList.toggle('current', i === this.at)));
    const first = marks.find(mark => mark.classList.contains('highlight')) ?? marks[0];
    this.moved?.(this.at);
    first.tabIndex = -1;
    first.scrollIntoView({ block: 'center' });
    requestAnimationFrame(() => first.scrollIntoView({ block: 'center' })); // what is laid out only now may have moved it
    first.focus({ preventScroll: true });
    const several = this.total > 1 ? `${this.called} ${this.indexes[this.at] + 1} of ${this.total}` : this.called;
    this.which.textContent = several;
    this.where.textContent = quote.section ? ` · ${this.text.told(quote.section)}` : '';
    this.status.textContent = `${several}: ${marks.map(mark => mark.textContent).join('')}`;
  }

  copyLink() {
    const address = `${location.origin}/${link(this.quotes[this.at], this.text.key)}`;
    copy(address, this.own ? 'Link copied: it opens in this browser, which alone has the article' : 'Link copied');
  }

  clear() {
    this.text?.undress();
    this.quotes = [];
    this.steps.hidden = true;
    this.status.textContent = '';
  }

  // Take the marks of an earlier answer off.
  unmark() {
    this.clear();
    this.find.paint();
  }

  leave() {
    this.unmark();
    this.back(this.opener);
  }

  // Whether the article that is open has such a place, and what is marked of it lies inside.
  has({ start, end, highlights }) {
    return start < end && end <= this.text.offsets.point(this.text.text.length)
      && highlights.every(span => start <= span.start && span.start < span.end && span.end <= end);
  }

  // What is selected in the text, in code points.
  selected() {
    const selection = getSelection();
    if (!this.text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.text.root)) return null;
    const [start, end] = this.text.units(range);
    const chosen = this.text.text.slice(start, end);
    const from = start + chosen.length - chosen.trimStart().length, to = end - (chosen.length - chosen.trimEnd().length);
    return from < to ? { start: this.text.offsets.point(from), end: this.text.offsets.point(to) } : null;
  }
}
