// The article pane: builds the text, and marks and shows what a citation points to. Runs once, when the pane loads.
// Offsets arrive as code points; JavaScript counts UTF-16 units, so they are converted here and nowhere else.
const pane = element.querySelector('.article-text');
const status = element.querySelector('.article-status');
const CITATION = /#cite=(\d+)-(\d+)(?::([\d,-]*))?(?:@(\d+))?$/;
let articles = [];
let from = null;

function build() {
  pane.replaceChildren();
  articles = props.value.articles.map(({ name, text, headings }) => {
    const root = document.createElement('article');
    root.setAttribute('aria-label', name);
    const titled = new Set(headings);
    let at = 0;
    // One <p> a line, its line break included, so that the pane's text is the article's, character for character.
    for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
      const p = document.createElement('p');
      p.textContent = line;
      if (titled.has(at)) { p.className = 'heading'; p.setAttribute('role', 'heading'); p.setAttribute('aria-level', '3'); }
      root.append(p);
      at += line.length;
    }
    pane.append(root);
    return { root, text };
  });
}

// The UTF-16 offsets of ascending code point offsets, in one walk.
function units(text, points) {
  const found = [];
  let unit = 0, point = 0;
  for (const wanted of points) {
    while (point < wanted && unit < text.length) { unit += text.codePointAt(unit) > 0xffff ? 2 : 1; point += 1; }
    found.push(unit);
  }
  return found;
}

function clear() {
  for (const mark of pane.querySelectorAll('mark')) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

// Wrap the UTF-16 range start..end of an article in <mark>, one for each line it touches; return them.
function wrap(root, start, end, name) {
  const marks = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), pieces = [];
  for (let at = 0, node = walker.nextNode(); node && at < end; at += node.data.length, node = walker.nextNode()) {
    const first = Math.max(start - at, 0), last = Math.min(end - at, node.data.length);
    if (first < last) pieces.push([node, first, last]);
  }
  for (const [node, first, last] of pieces) {
    const range = document.createRange();
    range.setStart(node, first);
    range.setEnd(node, last);
    const mark = document.createElement('mark');
    mark.className = name;
    range.surroundContents(mark);
    marks.push(mark);
  }
  return marks;
}

function show(hash, link) {
  const match = CITATION.exec(hash);
  const cited = match && articles[Number(match[4] ?? 0)];
  if (!cited) return false;
  const inner = (match[3] ?? '').split(',').filter(Boolean).map(pair => pair.split('-').map(Number));
  const points = [Number(match[1]), Number(match[2]), ...inner.flat()];
  const ascending = [...points].sort((a, b) => a - b);
  const walked = units(cited.text, ascending);
  const unit = new Map(ascending.map((point, i) => [point, walked[i]]));
  clear();
  const marks = wrap(cited.root, unit.get(points[0]), unit.get(points[1]), 'quoted');
  if (!marks.length) return false;
  for (const [start, end] of inner) wrap(cited.root, unit.get(start), unit.get(end), 'highlight');
  marks[0].tabIndex = -1;
  marks[0].scrollIntoView({ block: 'center' });
  marks[0].focus({ preventScroll: true });
  status.textContent = 'Shown in the article: ' + marks.map(mark => mark.textContent).join('');
  from = link ?? null;
  return true;
}

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href*="#cite="]');
  if (link && show(link.getAttribute('href'), link)) { event.preventDefault(); event.stopPropagation(); }
}, true);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && pane.querySelector('mark')) {
    clear();
    status.textContent = '';
    if (from?.isConnected) { from.focus(); from.scrollIntoView({ block: 'nearest' }); }
  }
});
element.querySelector('.back').addEventListener('click', () => {
  (from?.isConnected ? from : document.querySelector('#question textarea')).focus();
});
window.addEventListener('hashchange', () => show(location.hash));
watch('value', build);
build();
show(location.hash);
