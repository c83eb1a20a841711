// From an answer to a gold case: it was right, the answer is other words, or there should have been a no.

import * as api from './api.js';
import { button, h, warn } from './dom.js';

export class Judging {
  constructor({ reader, commons, showArticle, asking, back, save }) {
    Object.assign(this, { reader, showArticle, asking, back, save });
    this.isCommon = key => commons().includes(key);
    this.commons = commons; // the articles that the server has, and not a visitor alone
    this.rows = new WeakMap(); // of each turn, the row that is shown last
    this.sending = new WeakSet(); // turns whose case is on its way: a double click keeps one
    this.marking = null; // the turn whose answer is being selected, and what was answered until then
  }

  // What stands below an answer: buttons, or the case that was kept; nothing where nobody could try the case.
  row(turn) {
    const found = turn.outcome.status !== 'not_found';
    const key = found ? turn.keys[0] : turn.scope === 'all' ? turn.keys.find(this.isCommon) ?? this.commons()[0] : turn.scope;
    if (!key || !this.isCommon(key)) return '';
    const row = h('div.judge', { role: 'group', 'aria-label': 'Judge this answer for the gold file' });
    this.rows.set(turn, row);
    if (turn.judged) {
      row.append(...this.kept(turn));
      return row;
    }
    const right = found ? turn.outcome.quotes.filter((_, i) => turn.keys[i] === key)
      .flatMap(({ highlights, part }) => highlights.map(span => ({ ...span, part }))) : [];
    row.append(button('Right', null, () => this.keep(turn, 'right', key, right), { shown: true }),
      button('Wrong: the answer is …', null, () => this.mark(turn, key), { shown: true }));
    if (found) row.append(button('Should have been a no', null, () => this.keep(turn, 'should have been a no', key, []), { shown: true }));
    return row;
  }

  // Whether the case was kept.
  async keep(turn, verdict, article, places) {
    if (this.sending.has(turn)) return false;
    this.sending.add(turn);
    const { outcome } = turn, told = { question: turn.read_as ?? turn.question, verdict, article, places };
    try {
      const { added } = await api.judge(told);
      if (turn.outcome !== outcome) return true; // asked again meanwhile
      if (this.marking?.turn === turn) this.close();
      Object.assign(turn, { judged: added, verdict: told });
      this.renew(turn);
      return true;
    } catch (error) {
      warn(error.message);
      return false;
    } finally { this.sending.delete(turn); }
  }

  // What is said of the case that was kept, and what takes it back, as for a wrong press.
  kept(turn) {
    return [h('span.kept', { tabindex: -1 }, `Gold case kept: ${turn.judged}`),
      turn.verdict && button('Undo', null, () => this.takeBack(turn), { shown: true, kind: 'quiet' })].filter(Boolean);
  }

  async takeBack(turn) {
    if (this.sending.has(turn)) return;
    this.sending.add(turn);
    const { outcome } = turn;
    try {
      const { taken } = await api.takeBack(turn.verdict);
      if (!taken) warn('The gold file had this case no longer');
      if (turn.outcome !== outcome) return; // asked again meanwhile
      Object.assign(turn, { judged: null, verdict: null });
      this.renew(turn);
    } catch (error) { warn(error.message); } finally { this.sending.delete(turn); }
  }

  // Show what is known of a turn now, and keep it.
  renew(turn) {
    this.save(turn);
    const old = this.rows.get(turn), held = old.contains(document.activeElement), row = this.row(turn);
    old.replaceWith(row);
    if (held) row.firstChild.focus();
  }

  // Let the right words be selected in the article. Of an answer from all articles they may be any article's.
  async mark(turn, key) {
    try { if (!await this.showArticle(key)) return; } catch (error) { warn(error.message); return; }
    const { reader } = this;
    this.marking = { turn, outcome: turn.outcome };
    this.asking(); // quotes that are marked would be stepped through by the keys that select
    reader.cancel = () => this.leave();
    reader.extra.replaceChildren(h('div.marking', {}, h('p', {}, 'Select the words that answer ', h('q', {}, turn.read_as ?? turn.question)),
      button('Use the selected words', null, () => this.use(turn, key), { shown: true, kind: 'main' }),
      button('Cancel', 'close', () => this.leave())));
    reader.pane.focus();
  }

  // Keep the words that are selected as the answer.
  async use(turn, key) {
    const place = this.reader.selected(), here = this.reader.text.key;
    if (turn.scope === 'all' && !this.isCommon(here)) warn('These words are of your own article; open one that the server has');
    else if (turn.scope !== 'all' && here !== key) warn('These words are of another article; open the one that was asked');
    else if (!place) warn('Select some words of the article first');
    else if (await this.keep(turn, 'wrong', here, [place])) this.back(this.rows.get(turn).firstChild);
  }

  leave() {
    if (!this.marking) return;
    const row = this.rows.get(this.marking.turn);
    this.close();
    this.back(row.firstChild);
  }

  close() {
    this.marking = this.reader.cancel = null;
    this.reader.extra.replaceChildren();
  }

  // The conversation has changed: nobody judges what is gone or was asked again.
  changed(turns) {
    const { turn, outcome } = this.marking ?? {};
    if (turn && !(turns.includes(turn) && turn.outcome === outcome)) this.close();
  }
}
