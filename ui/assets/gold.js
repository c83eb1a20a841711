// From an answer to a gold case: it was right, the answer is other words, or there should have been a no.

import * as api from './api.js';
import { button, h, tell } from './dom.js';

export function judging({ reader, isCommon, showArticle, back, save }) {
  return turn => {
    const found = turn.outcome.status !== 'not_found';
    const key = found ? turn.keys[0] : (turn.scope === 'all' ? turn.keys[0] : turn.scope);
    if (!key || !isCommon(key)) return '';
    const row = h('div.judge', { role: 'group', 'aria-label': 'Judge this answer for the gold file' });
    const told = () => row.replaceChildren(h('span.kept', { role: 'status' }, `Gold case kept: ${turn.judged}`));
    if (turn.judged) {
      told();
      return row;
    }
    const keep = async (verdict, places) => {
      try {
        const { added } = await api.judge({ question: turn.read_as ?? turn.question, verdict, article: key, places });
        turn.judged = added;
        save();
        told();
      } catch (error) { tell(error.message); }
    };
    const right = turn.outcome.quotes.filter((_, i) => turn.keys[i] === key).flatMap(quote => quote.highlights);
    row.append(button('Right', null, () => keep('right', found ? right : []), { shown: true }),
      button('Wrong: the answer is …', null, () => mark(), { shown: true }));
    if (found) row.append(button('Should have been a no', null, () => keep('should have been a no', []), { shown: true }));

    async function mark() {
      await showArticle(key);
      const done = () => { reader.extra.replaceChildren(); back(row.querySelector('button')); };
      reader.extra.replaceChildren(h('div.marking', {}, h('p', {}, 'Select the words that answer ', h('q', {}, turn.read_as ?? turn.question)),
        button('Use the selected words', null, () => {
          const place = reader.selected();
          if (reader.text.key !== key) tell('These words are of another article; open the one that was asked');
          else if (!place) tell('Select some words of the article first');
          else keep('wrong', [place]).then(done);
        }, { shown: true, kind: 'main' }), button('Cancel', 'close', done)));
      reader.pane.focus();
    }
    return row;
  };
}
