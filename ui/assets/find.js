// Find in the article: every match is painted, without touching the text, and Enter steps from one to the next.

import { button, h } from './dom.js';

const PAINTED = 2000;
const NOTHING = { text: '', unit: at => at }; // no article is open

export class Find {
  constructor(current) {
    this.current = current; // returns the text that is open
    this.input = h('input', { type: 'search', placeholder: 'Find in the article', 'aria-label': 'Find in the article', oninput: () => this.search() });
    this.count = h('span.count', { 'aria-live': 'polite' });
    this.node = h('form.find', { hidden: true, role: 'search', onsubmit: event => { event.preventDefault(); this.step(1); } },
      this.input, this.count,
      button('Previous match', 'up', () => this.step(-1)), button('Next match', 'down', () => this.step(1)),
      button('Close find', 'close', () => this.close()));
    this.node.addEventListener('keydown', event => {
      if (event.key === 'Enter' && event.shiftKey) { event.preventDefault(); this.step(-1); }
      if (event.key === 'Escape') { event.stopPropagation(); this.close(); }
    });
    this.matches = [];
  }

  open() {
    this.node.hidden = false;
    this.input.focus();
    this.input.select();
    this.search();
  }

  close() {
    this.node.hidden = true;
    this.matches = [];
    this.paint();
    this.opener?.focus();
  }

  search() {
    const wanted = this.input.value.trim();
    this.matches = [];
    this.at = -1;
    if (wanted) {
      const literal = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const typed = literal.replace(/\s+/g, '\\s+').replace(/['‘’]/g, '[\'‘’]').replace(/["“”]/g, '["“”]');
      const { text, unit } = this.current()?.seen ?? NOTHING;
      for (const { 0: words, index } of text.matchAll(new RegExp(typed, 'giu'))) this.matches.push([unit(index), unit(index + words.length - 1) + 1]);
    }
    if (this.matches.length) { this.at = this.seen() - 1; this.step(1); }
    else { this.count.textContent = wanted ? 'Not there' : ''; this.paint(); }
  }

  // The first match that is not above what is seen, found by halves: there may be thousands.
  seen() {
    let low = 0, high = this.matches.length;
    while (low < high) {
      const middle = (low + high) >> 1, range = this.range(this.matches[middle]);
      const pane = range.startContainer.parentElement.closest('.text');
      if (range.getBoundingClientRect().bottom > pane.getBoundingClientRect().top) high = middle;
      else low = middle + 1;
    }
    return low < this.matches.length ? low : 0;
  }

  step(by) {
    const { length } = this.matches;
    if (!length) return;
    this.at = (this.at + by + length) % length;
    this.count.textContent = `${this.at + 1} of ${length}`;
    this.paint();
    this.show();
    requestAnimationFrame(() => this.show()); // what is laid out only now may have moved it
  }

  // Brings the words to the middle, and not only their paragraph, which may be longer than the window.
  show() {
    const match = this.matches[this.at];
    if (!match) return;
    const range = this.range(match);
    const { parentElement } = range.startContainer;
    parentElement.scrollIntoView({ block: 'center' });
    const pane = parentElement.closest('.text');
    const [words, window_] = [range.getBoundingClientRect(), pane.getBoundingClientRect()];
    pane.scrollBy(0, (words.top + words.bottom - window_.top - window_.bottom) / 2);
  }

  range([start, end]) {
    const range = document.createRange();
    range.setStart(...this.current().place(start));
    range.setEnd(...this.current().place(end, true));
    return range;
  }

  // Also called when the text's nodes have changed.
  paint() {
    if (!CSS.highlights) return;
    const near = this.matches.slice(Math.max(0, this.at - PAINTED), this.at + PAINTED);
    CSS.highlights.set('found', new Highlight(...near.map(match => this.range(match))));
    CSS.highlights.set('found-now', new Highlight(...(this.matches[this.at] ? [this.range(this.matches[this.at])] : [])));
  }
}
