// Adding and removing one's own articles.

import * as api from './api.js';
import { button, careful, h, tell } from './dom.js';
import { forget } from './kept.js';

export class Shelf {
  constructor({ added, removed, done }) {
    Object.assign(this, { added, removed, done });
    this.file = h('input.unseen', { type: 'file', multiple: true, 'aria-label': 'Choose files', onchange: () => this.take([...this.file.files]) });
    this.drop = h('label.drop', {}, h('strong.dropping', {}, 'Drop files here, or'), h('span.labelled.main', {}, 'Choose files'), this.kinds = h('span'), this.file);
    this.name = h('input', { type: 'text', 'aria-label': 'Name of the pasted text', placeholder: 'Name, if you like', maxlength: 80 });
    this.paste = h('textarea', { rows: 4, 'aria-label': 'Paste text', placeholder: 'Or paste text here' });
    this.progress = h('p.progress', { role: 'status' });
    this.own = h('ul.own', { 'aria-label': 'Your articles' });
    this.dialog = h('dialog', { 'aria-labelledby': 'shelf-title' },
      h('div.head', {}, h('h2', { id: 'shelf-title' }, 'Your articles'), button('Close', 'close', () => this.dialog.close())),
      this.drop,
      h('form.paste', { onsubmit: event => { event.preventDefault(); this.pasted(); } }, this.paste, h('div', {}, this.name, h('button.labelled', { type: 'submit' }, 'Add this text'))),
      this.progress, this.own,
      h('p.promise', {}, 'Nobody else sees them. This browser keeps them, and the server in its memory, until you remove them.'));
    for (const kind of ['dragover', 'drop']) document.addEventListener(kind, event => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (kind === 'drop') { this.open(); this.take([...event.dataTransfer.files]); }
    });
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  list(articles, endings) {
    this.kinds.textContent = endings.join('  ');
    this.file.accept = endings.join(',');
    this.own.replaceChildren(...articles.filter(article => article.own).map(article => h('li', {},
      h('span', {}, article.name), h('div', {}, h('small', {}, `${article.characters.toLocaleString('en')} characters`),
      h('a.bare', { href: api.textOf(article.key), download: true, title: 'Download its text', 'aria-label': `Download the text of ${article.name}` }, '↓'),
      careful(button(`Remove ${article.name}`, 'close'), 'Remove for good?', () => this.remove(article))))));
  }

  async remove(article) {
    await forget(article.key); // first, or it might be given again
    await api.remove(article.key).then(() => { tell('Removed, with the answers that quote it'); this.removed(article.key); }, error => this.fail(error));
  }

  pasted() {
    if (!this.paste.value.trim()) return;
    const name = this.name.value.trim() || this.paste.value.trim().split(/\s+/).slice(0, 5).join(' ').slice(0, 80);
    const ending = /^#{1,6}[ \t]+\S/m.test(this.paste.value) ? 'md' : 'txt'; // headings make sections
    this.take([new File([this.paste.value], `${name.replace(/[/\\]/g, '-').replace(/^#+ /, '')}.${ending}`)]);
  }

  // Each file that can be read is added, whatever becomes of the others.
  async take(files) {
    const failed = [];
    for (const file of files) {
      this.progress.className = 'progress searching';
      this.progress.textContent = `Reading ${file.name} …`;
      try {
        const card = await api.add(file.name, file, { step: ({ step, done, total }) => {
          if (step === 'indexing') this.progress.textContent = `Indexing ${file.name}: ${done ? `${done} of ` : ''}${total} passages …`;
        } });
        await this.added(card, this.dialog.open);
      } catch (error) { failed.push(error.message); }
    }
    if (failed.length) { this.fail(new Error(failed.join('\n'))); return; }
    this.progress.className = 'progress';
    this.progress.textContent = '';
    this.paste.value = this.name.value = this.file.value = '';
    if (!this.dialog.open) return;
    this.dialog.close();
    this.done();
  }

  fail(error) {
    this.file.value = '';
    this.progress.className = 'progress error';
    this.progress.textContent = error.message;
    if (!this.dialog.open) tell(error.message);
  }
}
