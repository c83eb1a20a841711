// The articles that can be asked: which there are, what they are called, which one is shown, and which are on their way.

import * as api from './api.js';
import { warn } from './dom.js';
import { keep, kept, keys } from './kept.js';
import { titled } from './markdown.js';

// What each article is called, by its key: by its title, or else by its file. What several are called alike is told
// apart by their files, or by a number.
function labels(cards) {
  const titles = cards.map(card => titled(card) ?? card.name);
  const isAlone = i => titles[i] === cards[i].name || titles.filter(one => one === titles[i]).length < 2;
  const told = cards.map(({ name }, i) => (isAlone(i) ? titles[i] : `${titles[i]} · ${name}`));
  return new Map(told.map((label, i) => {
    const before = told.slice(0, i).filter(one => one === label).length;
    return [cards[i].key, before ? `${label} (${before + 1})` : label];
  }));
}

export class Articles {
  // `listed` hears that the list has changed, `opened` which article is shown now, `removed` which one is gone.
  constructor({ listed, opened, removed }) {
    Object.assign(this, { listed, opened, removed });
    this.cards = [];
    this.endings = []; // of files that can be added
    this.names = new Map();
    this.shown = null;
    this.opening = null; // the key of the one that was asked for last, which questions go to
    this.coming = new Map(); // of each key that is being fetched, the promise of its article
    this.waiting = []; // one's own that the server is to be given again
    this.returned = Promise.resolve(); // kept once they were
    this.tabs = new BroadcastChannel('quoth');
  }

  has(key) {
    return this.cards.some(card => card.key === key);
  }

  // Those that the server has, and not a visitor alone.
  commons() {
    return this.cards.filter(card => !card.own).map(card => card.key);
  }

  // The one that is asked.
  current() {
    return this.cards.find(card => card.key === this.opening) ?? this.shown ?? this.cards[0];
  }

  async refresh(told) {
    ({ articles: this.cards, endings: this.endings } = told ?? await api.articles());
    this.names = labels(this.cards);
    this.listed();
  }

  // Open an article, which the server is asked for unless it is given; false if another one was asked for meanwhile.
  // Until it has come, questions go to it already; if it does not come, they go to the one that is shown.
  async open(key, given = null) {
    this.opening = key;
    if (this.shown?.key === key && !given) return true;
    let article;
    try {
      article = given ?? await this.fetched(key);
    } catch (error) {
      if (this.opening === key && this.shown) this.opening = this.shown.key;
      throw error;
    }
    if (this.opening !== key) return false;
    if (article === this.shown) return true; // somebody else who waited for it has opened it
    this.shown = article;
    this.opened(article, { own: this.cards.find(card => card.key === key)?.own });
    return true;
  }

  fetched(key) {
    if (!this.coming.has(key)) {
      const ready = this.has(key) ? Promise.resolve() : this.returned;
      this.coming.set(key, ready.then(() => api.article(key)).finally(() => this.coming.delete(key)));
    }
    return this.coming.get(key);
  }

  // One's own article was added; return it, and whether this browser keeps it.
  async added({ key, own }) {
    const article = await api.article(key), isKept = !own || await keep(article);
    await this.refresh();
    this.tabs.postMessage({});
    return { article, isKept };
  }

  // One's own article was removed from the server.
  async gone(key) {
    this.tabs.postMessage({ removed: key });
    await this.removed(key);
  }

  // Hear from now on what other tabs add and remove.
  hear() {
    this.tabs.onmessage = ({ data }) => this.tried(() => (data.removed ? this.removed(data.removed) : this.refresh()));
  }

  // Give the server again what it no longer has of one's own, now and whenever something turns out to be lost.
  restore() {
    this.returned = this.tried(() => this.giveAgain());
    api.whenLost(() => {
      this.returned = this.returned.then(() => this.tried(async () => { await this.refresh(); await this.giveAgain(); }));
      return this.returned;
    });
  }

  // The shortest first. Another tab may remove one, or give it, before its turn has come, or while it is on its way.
  async giveAgain() {
    const lost = [];
    for (const key of (await keys()).filter(one => !this.has(one))) {
      const { name, text } = await kept(key) ?? {};
      if (text) lost.push({ key, name, length: text.length });
    }
    lost.sort((one, other) => one.length - other.length);
    try {
      for (const [n, { key }] of lost.entries()) {
        this.waiting = lost.slice(n);
        await this.refresh();
        const one = this.has(key) ? null : await kept(key);
        if (one) await this.tried(() => api.add(one.name, one.text, { extracted: true }));
        if (one && !await kept(key)) await this.tried(() => api.remove(key));
      }
    } finally { this.waiting = []; }
    if (!lost.length) return;
    await this.refresh();
    this.tabs.postMessage({});
  }

  tried(act) {
    return act().catch(error => warn(error.message));
  }
}
