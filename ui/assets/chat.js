// The conversation: questions, how they were read, answers, and the box to ask the next one.

import { answer } from './answer.js';
import * as api from './api.js';
import { button, h, icon } from './dom.js';
import { isMarkdown, seen } from './markdown.js';
import { NAME, load, save } from './store.js';

const SEEN = 10; // earlier turns that a follow-up may lean on

export class Chat {
  constructor({ show, scope, judging, reading, asking }) {
    Object.assign(this, { show, scope, judging, reading, asking });
    this.turns = load();
    this.list = h('div.turns', { role: 'log', 'aria-label': 'Questions and answers', tabindex: 0 });
    this.box = h('textarea', { rows: 1, placeholder: 'Ask the article …', 'aria-label': 'Question', enterkeyhint: 'send' });
    this.sending = h('button.send', { type: 'submit', 'aria-label': 'Ask' }, icon('ask'));
    this.scopes = h('select.scope', { 'aria-label': 'Which articles to ask' });
    this.form = h('form.composer', { onsubmit: event => { event.preventDefault(); this.submit(); } }, this.box, this.scopes, this.sending);
    this.node = h('section.chat', { 'aria-label': 'Conversation' }, this.list, this.form);
    this.box.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    this.box.addEventListener('input', () => this.grow());
    this.welcome = h('div.welcome');
    addEventListener('storage', ({ key }) => { if (key === NAME) this.elsewhere(); });
    this.draw();
  }

  // Another tab has asked: take its turns over, at once or when the question of this one is answered.
  elsewhere() {
    this.behind = this.busy;
    if (this.busy) return;
    this.turns = load();
    this.draw();
  }

  grow() {
    this.box.style.height = 'auto';
    this.box.style.height = `${Math.min(this.box.scrollHeight, 160)}px`;
  }

  // Questions to start from, once they are known; only an empty conversation shows them.
  greet({ name, title }, examples) {
    const told = title && title !== name.replace(/\.[^.]*$/, '').replace(/[_-]/g, ' ');
    this.welcome.replaceChildren(
      h('h2', {}, 'Ask ', h('em', {}, told ? (isMarkdown(name) ? seen(title) : title) : 'the article')),
      h('p', {}, 'You get its exact words, each quote one press away from its place in the text. If the article does not say, you are told so.'),
      ...examples.map(question => h('button.example', { type: 'button', onclick: () => this.ask(question) }, question)));
  }

  draw() {
    this.judging?.changed(this.turns);
    this.list.replaceChildren(...(this.turns.length ? this.turns.map(turn => this.view(turn)) : [this.welcome]));
    this.list.scrollTop = this.list.scrollHeight;
  }

  clear() {
    this.turns = [];
    save(this.turns);
    this.draw();
    this.box.focus();
  }

  // An article was removed: what was asked of it and quoted from it goes too.
  forget(article) {
    this.turns = this.turns.filter(({ scope, keys }) => scope !== article && !keys?.includes(article));
    save(this.turns);
    this.draw();
  }

  submit() {
    const question = this.box.value.trim();
    if (!question || this.busy) return;
    this.box.value = '';
    this.grow();
    this.ask(question);
  }

  async ask(question) {
    if (this.busy) return;
    const turn = { at: Date.now(), question, ...this.scope() };
    if (!this.turns.length) this.list.replaceChildren();
    this.turns.push(turn);
    this.list.append(this.view(turn));
    await this.answer(turn, question, this.before(turn));
  }

  // The turns of the same scope that came before, as the server is to see them.
  before(turn) {
    return this.turns.slice(0, this.turns.indexOf(turn)).filter(one => one.outcome && one.scope === turn.scope).slice(-SEEN)
      .map(one => ({ question: one.read_as ?? one.question, answer: one.outcome.answer }));
  }

  // Ask; what was answered before stays if that fails.
  async answer(turn, question, turns, { asked = question, readAs = null } = {}) {
    const before = { ...turn };
    this.busy = this.sending.disabled = true;
    this.asking();
    Object.assign(turn, { question: asked, pending: true, error: null, outcome: null, judged: null });
    this.redraw(turn);
    try {
      const { outcome, keys, unquoted } = await api.ask(question, turn.scope, turns);
      Object.assign(turn, { outcome, keys, unquoted, read_as: readAs ?? outcome.read_as });
    } catch (error) {
      Object.assign(turn, before, { error: error.message, again: () => this.answer(turn, question, turns, { asked, readAs }) });
    }
    turn.pending = false;
    this.busy = this.sending.disabled = false;
    if (!this.turns.includes(turn)) return; // cleared meanwhile
    if (this.behind) {
      this.behind = false;
      const turns = load(), place = turns.findIndex(({ at }) => at === turn.at);
      turns.splice(place < 0 ? turns.length : place, 1, turn);
      this.turns = turns;
      this.draw();
    }
    this.redraw(turn);
    save(this.turns);
  }

  redraw(turn) {
    this.judging?.changed(this.turns);
    const node = this.view(turn);
    this.list.querySelector(`#turn-${this.turns.indexOf(turn)}`).replaceWith(node);
    if (turn === this.turns.at(-1)) this.list.scrollTop = node.offsetTop - this.list.offsetTop - 12;
  }

  view(turn) {
    const asked = h('div.asked', {}, h('h2', {}, turn.question), button('Edit and ask again', 'edit', () => this.edit(asked, 'Question', turn.question, text =>
      this.answer(turn, text, this.before(turn)))));
    const node = h('section.turn', { id: `turn-${this.turns.indexOf(turn)}` }, asked);
    if (turn.read_as && turn.outcome) {
      const read = h('div.read-as', {}, h('p', {}, 'Read as: ', h('q', {}, turn.read_as)), button('Correct how it was read', 'edit', () =>
        this.edit(read, 'Read as', turn.read_as, text =>
        this.answer(turn, text, [], { asked: turn.question, readAs: text }))));
      node.append(read);
    }
    if (turn.pending) node.append(h('p.searching', { role: 'status' }, this.reading()));
    if (turn.error) node.append(h('p.error', { role: 'alert' }, turn.error, ' ', button('Ask again', null, turn.again, { shown: true })));
    if (turn.outcome) node.append(answer(turn, { show: this.show, judging: this.judging }));
    return node;
  }

  // Turn a line into a box in place; Enter takes what is written, Escape leaves it as it was.
  edit(line, label, text, take) {
    const box = h('textarea', { rows: 1, 'aria-label': label });
    box.value = text;
    const form = h('form.editing', {}, box, button('Cancel', 'close', () => form.replaceWith(line)), h('button.labelled', { type: 'submit' }, 'Ask again'));
    const done = () => {
      if (!box.value.trim() || this.busy) return;
      form.replaceWith(line);
      take(box.value.trim());
    };
    form.addEventListener('submit', event => { event.preventDefault(); done(); });
    box.addEventListener('keydown', event => {
      if (event.key === 'Escape') { form.replaceWith(line); line.querySelector('button').focus(); }
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); done(); }
    });
    line.replaceWith(form);
    box.focus();
  }
}
