// The conversation: questions, how they were read, answers, and the box to ask the next one.

import { answer } from './answer.js';
import * as api from './api.js';
import { NAME, UNREADABLE, alike, dropTurns, keepTurn, load, newId, reload, saveDraft, saveUnanswered } from './conversation.js';
import { arrange, button, h, icon } from './dom.js';
import { editing } from './editing.js';
import { titled } from './markdown.js';
import { asked, spoken } from './wording.js';

const SEEN = 10; // earlier turns that a follow-up may lean on
const NEAR = 50; // pixels from the end of the list, where one is still at the end

export class Chat {
  constructor({ show, scope, count, called, judging, asking, atDesk }) {
    Object.assign(this, { show, scope, count, called, judging, asking, atDesk });
    this.turns = reload();
    this.nodes = new WeakMap(); // of each turn, what shows it
    this.list = h('div.turns', { role: 'region', 'aria-label': 'Questions and answers', tabindex: 0 });
    this.heard = h('div.unseen', { 'aria-live': 'polite' }); // each answer once, however often its turn is drawn
    this.box = h('textarea', { rows: 1, placeholder: 'Ask the article …', 'aria-label': 'Question', enterkeyhint: 'send' });
    this.sending = h('button.send', { type: 'submit', 'aria-label': 'Ask' }, icon('ask'));
    this.scopes = h('select.scope', { 'aria-label': 'Which articles to ask' });
    this.form = h('form.composer', { onsubmit: event => { event.preventDefault(); this.submit(); } }, this.box, this.scopes, this.sending);
    this.node = h('section.chat', { 'aria-label': 'Conversation' }, this.list, this.heard, this.form);
    this.box.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    this.box.addEventListener('input', () => this.written());
    this.welcome = h('div.welcome');
    addEventListener('storage', ({ key }) => { if (key === NAME) this.elsewhere(); });
  }

  // Another tab has asked or removed something: take its turns over. What waits here, or was never answered, is this
  // tab's own; what is the same stays as it is, and so does a box in which somebody writes.
  elsewhere() {
    const told = load(), own = turn => turn.pending || this.nodes.get(turn).querySelector('.editing');
    const known = one => this.turns.find(turn => turn.id === one.id && (own(turn) || alike(turn, one)));
    const here = this.turns.filter(turn => !turn.outcome && !told.some(({ id }) => id === turn.id));
    this.turns = [...told.map(one => known(one) ?? one), ...here].sort((a, b) => a.at - b.at);
    saveUnanswered(this.turns);
    this.name(this.several);
    this.draw();
  }

  // The box holds other words: it grows with them, and they outlive a reload.
  written() {
    saveDraft(this.box.value);
    this.box.style.height = 'auto';
    this.box.style.height = `${Math.min(this.box.scrollHeight, 160)}px`;
  }

  // Another article is shown: an empty conversation begins with it.
  greet(article) {
    this.article = article;
    this.welcome.replaceChildren(
      h('h2', {}, 'Ask ', h('em', {}, titled(article) ?? 'the article')),
      h('p', {}, 'You get its exact words, each quote one press away from its place in the text. If the article does not say, you are told so.'));
    this.suggested = false;
    this.suggest();
  }

  // Add questions to start from, once they are known. They cost many readings: they are looked for only where they are seen.
  async suggest() {
    if (this.suggested || !this.article || this.turns.length) return;
    const { article } = this;
    this.suggested = true;
    const found = await api.examples(article.key).catch(() => []);
    if (article !== this.article) return;
    this.welcome.append(...found.map(question => h('button.example', { type: 'button', onclick: () => this.ask(question) }, question)));
  }

  draw() {
    this.judging?.changed(this.turns);
    const active = document.activeElement, held = active !== this.list && this.list.contains(active);
    const { scrollTop, scrollHeight, clientHeight } = this.list, wasAtEnd = scrollHeight - clientHeight - scrollTop < NEAR;
    arrange(this.list, this.turns.length ? this.turns.map(turn => this.nodes.get(turn) ?? this.view(turn)) : [this.welcome]);
    if (wasAtEnd) this.list.scrollTop = this.list.scrollHeight; // and whoever reads further up goes on there
    if (held && active.isConnected) active.focus();
    else if (held) this.rest();
    this.suggest();
  }

  // Where the focus goes that would be lost: into the question box, or where that opens a keyboard, to the turn.
  rest(turn) {
    (this.atDesk() ? this.box : this.nodes.get(turn) ?? this.list).focus({ preventScroll: true });
  }

  write(words) {
    this.box.value = words;
    this.written();
  }

  clear() {
    this.drop(() => true);
    this.write('');
    this.rest();
  }

  // An article was removed: what was asked of it and quoted from it goes too, now or when it comes.
  forget(article) {
    this.gone?.add(article);
    this.drop(({ scope, keys }) => scope === article || keys?.includes(article));
  }

  drop(goes) {
    const going = this.turns.filter(goes);
    for (const turn of going) this.nodes.get(turn).remove();
    this.turns = this.turns.filter(turn => !goes(turn));
    this.judging?.changed(this.turns);
    dropTurns(goes);
    saveUnanswered(this.turns);
    if (!this.turns.length) this.draw();
  }

  // Where there is one article it is "the article"; of several, each answer names its own, earlier ones too.
  name(several) {
    const { scrollTop } = this.list;
    this.several = several;
    for (const turn of this.turns) {
      const of = several ? turn.called : undefined, node = this.nodes.get(turn);
      if (turn.of === of) continue;
      turn.of = of;
      if (!node || node.querySelector('.editing')) continue;
      const at = reached(node).indexOf(document.activeElement);
      this.redraw(turn);
      alikeOpen(this.nodes.get(turn), node);
      reached(this.nodes.get(turn))[at]?.focus({ preventScroll: true });
    }
    this.list.scrollTop = scrollTop;
  }

  submit() {
    const question = this.box.value.trim();
    if (!question || this.busy) return;
    this.write('');
    this.ask(question);
  }

  async ask(question) {
    if (this.busy) return;
    const turn = { id: newId(), at: Date.now(), question, ...this.scope() };
    const held = this.welcome.contains(document.activeElement);
    if (!this.turns.length) this.list.replaceChildren();
    this.turns.push(turn);
    this.list.append(this.view(turn));
    if (held) this.rest(turn);
    await this.answer(turn, question);
  }

  // The turns of the same scope that came before, as the server is to see them.
  before(turn) {
    return this.turns.slice(0, this.turns.indexOf(turn)).filter(one => one.outcome && one.scope === turn.scope).slice(-SEEN)
      .map(one => ({ question: one.read_as ?? one.question, answer: one.outcome.answer }));
  }

  // Ask what is written, or what it was corrected to be `readAs`. If that fails, what was answered before stays, and what
  // was `tried` can be tried again, or mended, after a reload too.
  async answer(turn, words, readAs = null) {
    if (this.busy) return;
    const before = { ...turn }, gone = this.gone = new Set(); // articles that are removed meanwhile
    this.wait(true);
    this.asking();
    turn.tried = { words, readAs };
    turn.error = null;
    saveUnanswered(this.turns);
    Object.assign(turn, { question: words, pending: true, outcome: null, judged: null, verdict: null });
    this.redraw(turn);
    this.heard.textContent = reading(turn);
    try {
      const { outcome, ...beside } = await api.ask(readAs ?? words, turn.scope, turn.scope === 'all' ? this.count() : 1, readAs ? [] : this.before(turn));
      Object.assign(turn, { outcome, ...beside, read_as: outcome.read_as ?? readAs, tried: null });
    } catch (error) {
      if (before.outcome) Object.assign(turn, { ...before, tried: turn.tried });
      turn.error = error.message;
    }
    turn.pending = false;
    this.wait(false);
    if (!this.turns.includes(turn)) return; // cleared meanwhile
    if (turn.keys?.some(key => gone.has(key))) { this.drop(({ id }) => id === turn.id); return; }
    this.redraw(turn);
    saveUnanswered(this.turns);
    if (!turn.error) keepTurn(turn);
    this.heard.textContent = turn.error ?? spoken(turn);
  }

  // One question is asked at a time.
  wait(busy) {
    this.busy = busy;
    this.sending.setAttribute('aria-disabled', String(busy)); // and not `disabled`, which would lose the focus
  }

  // Show which quote of which answer is the one that the article shows; none without a turn.
  mark(turn, index) {
    this.list.querySelector('[aria-current]')?.removeAttribute('aria-current');
    this.nodes.get(turn)?.querySelector(`[data-quote="${index}"]`)?.setAttribute('aria-current', 'true');
  }

  redraw(turn) {
    this.judging?.changed(this.turns);
    const old = this.nodes.get(turn), held = old.contains(document.activeElement), node = this.view(turn);
    old.replaceWith(node);
    if (turn === this.turns.at(-1)) this.list.scrollTop = node.offsetTop - this.list.offsetTop - 12;
    if (held) this.rest(turn);
  }

  view(turn) {
    const { tried } = turn, take = (...what) => { this.rest(turn); this.answer(turn, ...what); }, isFree = () => !this.busy;
    const edit = () => editing(asked, 'Question', tried?.words ?? turn.question, { isFree, take });
    const asked = h('div.asked', {}, h('h2', {}, turn.question), !turn.pending && button('Edit and ask again', 'edit', edit));
    const node = h('section.turn', { tabindex: -1 }, asked);
    this.nodes.set(turn, node);
    if (turn.read_as && turn.outcome) {
      const correct = () => editing(read, 'Read as', tried?.readAs ?? turn.read_as, { isFree, take: words => take(turn.question, words) });
      const read = h('div.read-as', {}, h('p', {}, 'Read as: ', h('q', {}, turn.read_as)), button('Correct how it was read', 'edit', correct));
      node.append(read);
    }
    if (turn.pending) node.append(h('p.searching', {}, reading(turn)));
    if (turn.error) {
      const { words = turn.question, readAs = null } = tried ?? {}, failed = readAs ?? words;
      const other = failed === turn.question ? [] : [' Not asked: ', h('q', {}, failed)]; // above stands what was answered
      node.append(h('p.error', {}, turn.error, ...other, ' ', button('Ask again', null, () => this.answer(turn, words, readAs), { shown: true })));
    }
    if (turn.outcome) node.append(this.reply(turn));
    return node;
  }

  // What cannot be shown, as another version may have kept it, costs itself alone.
  reply(turn) {
    try {
      return answer(turn, { show: this.show, called: this.called, judging: this.judging });
    } catch { return h('p.error', {}, UNREADABLE); }
  }
}

// What was opened of an answer, or is shown of it in the article, stays so when the same answer is drawn anew.
function alikeOpen(node, old) {
  if (old.querySelector('.nearest')?.open) node.querySelector('.nearest').open = true;
  if (old.querySelector('.sure[aria-expanded="true"]')) node.querySelector('.sure').click();
  const shown = old.querySelector('[aria-current]')?.dataset.quote;
  if (shown) node.querySelector(`[data-quote="${shown}"]`).setAttribute('aria-current', 'true');
}

// What of a turn the keyboard reaches.
const reached = node => [...node.querySelectorAll('a, button, summary, [tabindex]')];

const reading = turn => `Reading ${asked(turn)} …`;
