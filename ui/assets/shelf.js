// Adding and removing one's own articles.

import * as api from './api.js';
import { arrange, button, careful, h, notices, warn } from './dom.js';
import { forget } from './kept.js';

export class Shelf {
  constructor({ added, removed, done, reads }) {
    Object.assign(this, { added, removed, done, reads });
    this.waiting = []; // files that are still to be read
    this.file = h('input.unseen', { type: 'file', multiple: true, 'aria-label': 'Choose files', onchange: () => this.take([...this.file.files]) });
    this.kinds = h('span');
    this.drop = h('label.drop', {},
      h('strong.dropping', {}, 'Drop files here, or'), h('span.labelled.main', {}, 'Choose files'), this.kinds, this.file);
    this.name = h('input', { type: 'text', 'aria-label': 'Name of the pasted text', placeholder: 'Name, if you like', maxlength: 80 });
    this.paste = h('textarea', { rows: 4, 'aria-label': 'Paste text', placeholder: 'Or paste text here' });
    this.progress = h('p.progress', { role: 'status' });
    this.own = h('ul.own', { 'aria-label': 'Your articles' });
    this.rows = new Map(); // of each own article, by its key, its row
    this.dialog = h('dialog', { 'aria-labelledby': 'shelf-title' },
      h('div.head', {}, h('h2', { id: 'shelf-title' }, 'Your articles'), button('Close', 'close', () => this.dialog.close())),
      this.drop,
      h('form.paste', { onsubmit: event => { event.preventDefault(); this.pasted(); } },
        this.paste, h('div', {}, this.name, h('button.labelled', { type: 'submit' }, 'Add this text'))),
      this.progress, this.own,
      h('p.promise', {}, 'Nobody else sees them. This browser keeps them, and the server in its memory, until you remove them.'),
      ...notices());
    this.dialog.addEventListener('close', () => { if (!this.reading) this.say(''); });
    for (const kind of ['dragover', 'drop']) document.addEventListener(kind, event => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (kind === 'drop') { this.open(); this.take([...event.dataTransfer.files]); }
    });
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  list(articles, endings, names) {
    this.kinds.textContent = endings.join('  ');
    this.file.accept = endings.join(',');
    const before = this.rows;
    this.rows = new Map(articles.filter(article => article.own).map(article => {
      const called = names.get(article.key), row = before.get(article.key);
      return [article.key, row?.firstChild.textContent === called ? row : this.row(article, called)];
    }));
    arrange(this.own, [...this.rows.values()]); // whoever stands on one, or was asked whether to remove it, stays there
  }

  row(article, called) {
    const text = { href: api.textOf(article.key), download: true, title: 'Download its text', 'aria-label': `Download the text of ${called}` };
    return h('li', {}, h('span', { title: article.name }, called), h('div', {},
      h('small', {}, `${article.characters.toLocaleString('en')} characters`), h('a.bare', text, '↓'),
      careful(button(`Remove ${called}`, 'close'), 'Remove, with its answers?', () => this.remove(article))));
  }

  async remove(article) {
    try {
      await forget(article.key); // first, or it might be given again
      await api.remove(article.key);
      await this.removed(article.key);
    } catch (error) { this.fail(error); return; }
    this.say('Removed, with the answers that quote it');
    if (this.dialog.open && document.activeElement === document.body) (this.own.querySelector('button') ?? this.file).focus();
  }

  pasted() {
    if (!this.paste.value.trim()) return;
    const text = this.paste.value, name = this.name.value.trim() || text.trim().split(/\s+/).slice(0, 5).join(' ').slice(0, 80);
    const ending = /^#{1,6}[ \t]+\S/m.test(text) ? 'md' : 'txt'; // headings make sections
    const file = new File([text], `${name.replace(/[/\\]/g, '-').replace(/^#+ /, '')}.${ending}`);
    this.take([Object.assign(file, { taken: () => { if (this.paste.value === text) this.paste.value = this.name.value = ''; } })]);
  }

  // Files are read one after the other, those that come meanwhile too; each that can be read is added, whatever becomes
  // of the others. The dialog closes in the end, unless something failed or is being written in it.
  async take(files) {
    this.file.value = ''; // so that the same can be chosen again
    this.waiting.push(...files);
    if (this.reading) return;
    const failed = [];
    this.reading = true;
    this.reads(true); // which is seen where the dialog is not
    for (let file; (file = this.waiting.shift());) {
      this.say(`Reading ${file.name} …`, 'searching');
      try {
        const card = await api.add(file.name, file, { step: ({ step, done, total }) => {
          if (step === 'indexing') this.say(`Indexing ${file.name}: ${done ? `${done} of ` : ''}${total} passages …`, 'searching');
        } });
        file.taken?.();
        await this.added(card, this.dialog.open);
      } catch (error) { failed.push(error.message); }
    }
    this.reading = false;
    this.reads(false);
    if (failed.length) { this.fail(new Error(failed.join('\n'))); return; }
    const writing = this.paste.value.trim();
    this.say(writing ? 'Added' : '');
    if (!this.dialog.open || writing) return;
    this.dialog.close();
    this.done();
  }

  // What is said to whoever has the dialog open; `how` is the look of it.
  say(words, how = '') {
    this.progress.className = `progress ${how}`;
    this.progress.textContent = words;
  }

  fail(error) {
    this.say(error.message, 'error');
    if (!this.dialog.open) warn(error.message);
  }
}
