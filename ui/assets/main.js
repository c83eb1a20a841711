// Puts the page together, and keeps the panes in step.

import * as api from './api.js';
import { Chat } from './chat.js';
import { draft, keepTurn, place as lastPlace, savePlace } from './conversation.js';
import { button, careful, download, h, icon, tell, warn } from './dom.js';
import { Judging } from './gold.js';
import { keep, kept } from './kept.js';
import { cited } from './offsets.js';
import { Reader } from './reader.js';
import { Shelf, labels } from './shelf.js';
import { json, markdown } from './store.js';

const ALL = 'all', ADD = 'Add article';
let cards = [], endings = [], names = new Map(), shown = null, opening = null, opener = null, waiting = [], returned = Promise.resolve();
const isPhone = matchMedia('(max-width: 820px)');

const reader = new Reader({ back });
const picker = h('select', { 'aria-label': 'Article', onchange: () => { unlink(); open(picker.value).catch(error => warn(error.message)); } });
const shelf = new Shelf({
  added: async (card, seen) => {
    const article = await api.article(card.key);
    await keep(article);
    await refresh();
    if (seen || shown?.key === card.key) await open(card.key, article);
    else tell(`${names.get(card.key)} can be asked now`);
  },
  removed: async key => {
    chat.forget(key);
    await refresh();
    if (shown?.key === key) await open(cards[0].key);
  },
  done: () => { if (!isPhone.matches) chat.box.focus(); },
  reads: isReading => { adding.lastChild.textContent = isReading ? 'Adding …' : ADD; },
});
const adding = button(ADD, 'plus', () => shelf.open(), { shown: true, kind: 'add' });
let chat;

const tabs = h('div.tabs', { role: 'group', 'aria-label': 'Show' },
  ...[['chat', 'Chat'], ['article', 'Article']].map(([view, name]) => h('button', { type: 'button', 'data-view': view, onclick: () => (view === 'article' ? visit() : back()) }, name)));
const menu = h('details.menu', {}, h('summary', { 'aria-label': 'More', title: 'More' }, icon('more')), h('div', {},
  h('button.plain', { type: 'button', onclick: () => chosen(() => download('conversation.md', markdown(chat.turns), 'text/markdown')) }, 'Export as Markdown'),
  h('button.plain', { type: 'button', onclick: () => chosen(() => download('conversation.json', json(chat.turns), 'application/json')) }, 'Export as JSON'),
  h('button.plain', { type: 'button', onclick: () => chosen(() => saveText().catch(error => warn(error.message))) }, 'Download the article’s text'),
  careful(h('button.plain.danger', { type: 'button' }, 'Clear the conversation'), 'Clear it for good?', () => chosen(() => chat.clear()))));
const app = h('div.app', { 'data-view': 'chat' });

async function saveText() {
  if (!shown && !await open(opening)) return;
  const { extracted } = cards.find(card => card.key === shown.key) ?? {};
  download(extracted ? `${shown.name}.txt` : shown.name, shown.text, 'text/plain');
}

function chosen(act) {
  menu.open = false;
  menu.firstChild.focus();
  act();
}

// On a phone one pane is seen at a time.
function look(view) {
  app.dataset.view = view;
  for (const tab of tabs.children) tab.setAttribute('aria-pressed', String(tab.dataset.view === view));
  if (view === 'article') reader.seen();
}

// There the article is a place of its own, which the browser's Back leaves too.
function visit() {
  if (isPhone.matches && app.dataset.view === 'chat') history.pushState({ view: 'article' }, '');
  look('article');
}

function back(to) {
  opener = to;
  if (history.state?.view === 'article') history.back();
  else arrive();
}

function arrive() {
  chat.mark();
  look('chat');
  const target = opener?.isConnected ? opener : chat.box;
  if (target === opener || !isPhone.matches) target.focus();
  target.scrollIntoView({ block: 'nearest' });
  opener = null;
}

function moved() {
  const { view = 'chat' } = history.state ?? {};
  if (view === app.dataset.view) return;
  if (view === 'article') look(view);
  else arrive();
}

// Whoever asks or opens something else has left the quote that the address leads to.
function unlink() {
  if (location.hash) history.replaceState(history.state, '', location.pathname);
}

async function refresh(told) {
  ({ articles: cards, endings } = told ?? await api.articles());
  names = labels(cards);
  picker.replaceChildren(...cards.map(({ key, name }) => h('option', { value: key, title: name }, names.get(key))),
    ...waiting.map(({ name }) => h('option', { disabled: true }, `${name} · opening …`)));
  if (shown) picker.value = shown.key;
  shelf.list(cards, endings, names);
  const one = cards.length < 2, kept = chat?.scopes.value;
  if (chat) {
    chat.scopes.replaceChildren(h('option', { value: '' }, 'This article'), h('option', { value: ALL }, `All ${cards.length} articles`));
    chat.scopes.hidden = one;
    chat.scopes.value = one ? '' : kept || '';
    chat.name(!one);
    invite();
  }
}

function invite() {
  chat.box.placeholder = chat.scopes.value === ALL ? `Ask all ${cards.length} articles …` : 'Ask the article …';
}

const isHere = key => cards.some(card => card.key === key);

// Open an article, which the server is asked for unless it is given; false if another one was asked for meanwhile.
// Until it has come, questions go to it already; if it does not come, everything stays with the one that is shown.
async function open(key, given = null) {
  opening = key;
  if (shown?.key === key && !given) return true;
  let article;
  try {
    if (!isHere(key)) await returned;
    article = given ?? await api.article(key);
  } catch (error) {
    if (opening === key && shown) picker.value = opening = shown.key;
    throw error;
  }
  if (opening !== key) return false;
  shown = article;
  picker.value = key;
  picker.title = article.name;
  savePlace(key, chat.scopes.value);
  reader.open(shown, { own: cards.find(card => card.key === key)?.own });
  chat.greet(shown, []);
  api.examples(key).then(found => { if (shown.key === key) chat.greet(shown, found); }, () => {});
  return true;
}

// Show a quote of an answer and mark the others of the same article with it, or another place that says the same.
async function show(turn, index, opener, place) {
  const { outcome, keys } = turn;
  unlink();
  const nothing = outcome.status === 'not_found', quotes = nothing ? outcome.nearest : outcome.quotes;
  try { if (!await showArticle(keys[index])) return; } catch (error) { warn(error.message); return; }
  chat.mark(turn, index);
  if (place) { reader.show([place], 0, { opener }); return; }
  if (nothing) { reader.show([quotes[index]], 0, { opener, called: 'No answer' }); return; }
  if (!quotes[index].highlights.length) { reader.show([quotes[index]], 0, { opener, called: 'The sentence before' }); return; }
  const own = [...quotes.keys()].filter(i => keys[i] === keys[index]), told = [...quotes.keys()].filter(i => quotes[i].highlights.length);
  const here = own.filter(i => told.includes(i));
  reader.show(here.map(i => quotes[i]), here.indexOf(index), { opener, indexes: here.map(i => told.indexOf(i)), total: told.length,
    beside: own.filter(i => !here.includes(i)).map(i => quotes[i]), go: next => show(turn, told[next], opener), moved: at => chat.mark(turn, here[at]) });
}

async function showArticle(key) {
  const isOpen = await open(key);
  if (isOpen) visit();
  return isOpen;
}

async function follow() {
  if (!location.hash.startsWith('#cite=')) return;
  const found = cited(location.hash);
  try { if (found && !await showArticle(found.key)) return; } catch (error) { warn(error.message); return; }
  if (!found || !reader.has(found.quote)) { warn('This link leads to no place in the article'); return; }
  reader.show([found.quote], 0, { called: found.quote.highlights.length ? 'Quote' : 'Passage' });
}

// Give the server the visitor's own articles again that it no longer has, the shortest first.
async function giveAgain() {
  const lost = (await kept()).filter(one => !isHere(one.key)).sort((a, b) => a.text.length - b.text.length);
  for (const [n, { name, text }] of lost.entries()) {
    waiting = lost.slice(n);
    await refresh();
    try { await api.add(name, text, { extracted: true }); } catch (error) { warn(error.message); }
  }
  waiting = [];
  if (lost.length) await refresh();
}

async function start(place) {
  const told = await api.articles();
  const last = lastPlace(), commons = () => cards.filter(card => !card.own).map(card => card.key);
  chat = new Chat({
    show,
    scope: () => {
      const { key } = cards.find(card => card.key === opening) ?? shown ?? cards[0], called = names.get(key);
      if (chat.scopes.value === ALL) return { scope: ALL, articles: cards.length };
      return { scope: key, articles: 1, called, of: cards.length > 1 ? called : undefined };
    },
    called: key => names.get(key),
    judging: told.gold ? new Judging({ reader, commons, showArticle, back, save: keepTurn }) : null,
    asking: () => { unlink(); reader.unmark(); chat.mark(); },
    atDesk: () => !isPhone.matches,
  });
  app.append(
    h('header.bar', {}, h('h1.brand', {}, 'Quoth'), picker, adding, tabs, menu),
    h('div.panes', {}, chat.node, reader.node), shelf.dialog, h('div.toast', { role: 'status' }));
  look('chat');
  await refresh(told);
  if (last.scope === ALL && cards.length > 1) chat.scopes.value = ALL;
  invite();
  chat.scopes.addEventListener('change', () => { savePlace(opening, chat.scopes.value); invite(); });
  place.replaceChildren(app);
  document.documentElement.classList.add('ready');
  if (!isPhone.matches) chat.box.focus();
  chat.draw();
  chat.write(draft());
  addEventListener('hashchange', follow);
  addEventListener('popstate', moved);
  document.addEventListener('click', event => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', event => { if (event.key === 'Escape') { menu.open = false; menu.firstChild.focus(); } });
  const tried = act => act().catch(error => warn(error.message));
  returned = tried(giveAgain);
  api.whenLost(() => {
    returned = returned.then(() => tried(async () => { await refresh(); await giveAgain(); }));
    return returned;
  });
  const first = cards[0].key;
  try { await open(isHere(last.key) ? last.key : first); } catch (error) { warn(error.message); return; }
  await follow();
  await returned;
  if (!isHere(last.key) || shown.key !== first || opening !== first) return;
  if (last.scope === ALL) chat.scopes.value = ALL;
  invite();
  await tried(() => open(last.key));
}

// The page has a place of its own: it would wait long for Gradio's script, which draws its empty page behind it.
const place = h('div', { id: 'quoth' }, h('p.opening', { role: 'status' }, 'Opening the article …'));
document.body.append(place);
start(place).catch(error => place.replaceChildren(h('p.opening', { role: 'alert' }, error.message)));
