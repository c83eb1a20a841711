// Builds elements. Text only ever becomes text: nothing here, or anywhere else in the page, parses HTML.

export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child != null && child !== false));
  return node;
}

// Let a node have these children, in this order, without touching those that are in their place: what is moved loses
// the focus, and what was scrolled in it.
export function arrange(parent, nodes) {
  for (const child of [...parent.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, i) => { if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null); });
}

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  ask: 'M12 19V5m-6 6 6-6 6 6', edit: 'M4 20l1-4L16 5l3 3L8 19z', copy: 'M9 9h10v11H9zM5 15V4h10', close: 'M6 6l12 12M18 6 6 18',
  find: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5 12 4 4', list: 'M4 6h2m3 0h11M4 12h2m3 0h11M4 18h2m3 0h11', plus: 'M12 5v14M5 12h14',
  more: 'M5 12h.01M12 12h.01M19 12h.01', up: 'M6 15l6-6 6 6', down: 'M6 9l6 6 6-6', back: 'M19 12H5m6-6-6 6 6 6',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
};

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg'), path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

// A button with a picture and a name; the name shows on hover, or beside the picture if `shown`.
export function button(label, picture, onclick, { shown = false, kind = '' } = {}) {
  return h(`button.${shown ? 'labelled' : 'bare'}${kind && '.' + kind}`,
    { type: 'button', onclick, title: shown ? null : label, 'aria-label': shown ? null : label },
    picture && icon(picture), shown && h('span', {}, label));
}

// Let a button ask before it acts: the second press does it. Whoever goes elsewhere meanwhile has said no.
export function careful(node, question, act) {
  const label = node.getAttribute('aria-label'), content = [...node.childNodes];
  const rest = () => {
    if (!node.classList.contains('asks')) return;
    node.classList.remove('asks');
    node.replaceChildren(...content);
    if (label) node.setAttribute('aria-label', label);
  };
  node.addEventListener('click', ({ detail }) => {
    if (node.classList.contains('asks') && detail > 1) return; // of a double click, which has answered nothing
    if (node.classList.contains('asks')) { rest(); act(); return; }
    node.classList.add('asks');
    node.replaceChildren(question);
    node.removeAttribute('aria-label');
    node.focus(); // not every browser does so for a press
  });
  node.addEventListener('blur', rest);
  return node;
}

// Where a screen reader listens: what is only put there with the words in it, most do not read out.
export const notices = () => ['status', 'alert'].map(role => h('div.unseen.notice', { role }));

// Say something that is seen for a moment and heard by a screen reader. An open dialog has all else behind it: then it
// is said in there.
export function tell(message, lasting = 2500, role = 'status') {
  const toast = document.querySelector('.toast'), inside = document.querySelector('dialog[open]') ?? document.querySelector('#quoth .app');
  const hush = () => document.querySelectorAll('.notice').forEach(notice => notice.replaceChildren());
  if (toast.parentNode !== inside) inside.append(toast);
  hush();
  inside.querySelector(`:scope > .notice[role=${role}]`).textContent = toast.textContent = message;
  toast.classList.add('shown');
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { hush(); toast.classList.remove('shown'); }, lasting);
}

// Say what went wrong, which takes longer to read.
export const warn = message => tell(message, 10_000, 'alert');

export async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no secure context: a server on the local network
    const area = h('textarea', { readonly: true, class: 'unseen' });
    area.value = text;
    document.querySelector('#quoth .app').append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    if (!copied) { warn('The browser does not let this page copy'); return; }
  }
  tell(said);
}

export function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = h('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
