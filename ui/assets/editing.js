// A line of a turn as a box in its place: Enter takes what is written, Escape leaves it as it was.

import { button, h } from './dom.js';

export function editing(line, label, text, { isFree, take }) {
  const box = h('textarea', { rows: 1, 'aria-label': label });
  box.value = text;
  const leave = () => { form.replaceWith(line); line.querySelector('button').focus(); };
  const form = h('form.editing', {}, box, button('Cancel', 'close', leave), h('button.labelled', { type: 'submit' }, 'Ask again'));
  const done = () => {
    const words = box.value.trim();
    if (!words || !isFree()) return;
    form.replaceWith(line);
    take(words);
  };
  form.addEventListener('submit', event => { event.preventDefault(); done(); });
  box.addEventListener('keydown', event => {
    if (event.key === 'Escape') leave();
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); done(); }
  });
  line.replaceWith(form);
  box.focus();
}
