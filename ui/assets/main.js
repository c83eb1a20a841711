// Puts the page together, and keeps the panes in step.

import * as api from './api.js';
import { Articles } from './articles.js';
import { cards } from './cards.js';
import { Chat } from './chat.js';
import { draft, keepTurn, place as lastPlace, savePlace, stay } from './conversation.js';
import { button, careful, download, h, icon, notices, tell, warn } from './dom.js';
import { Judging } from './gold.js';
import { cited } from './offsets.js';
import { Reader } from './reader.js';
import { Shelf } from './shelf.js';
import { json, markdown } from './wording.js';

const ALL = 'all', ADD = 'Add article';
const isPhone = matchMedia('(max-width: 820px)');
let chat, opener = null;

const articles = new Articles({
  listed,
  opened: (article, { own }) => {
    picker.title = article.name;
    reader.open(article, { own });
    chat.greet(article);
  },
  removed: async key => {
    chat.forget(key);
    await articles.refresh();
    if (articles.shown?.key === key) await open(articles.cards[0].key);
  },
});
const reader = new Reader({ back });
const picker = h('select', { 'aria-label': 'Article', onchange: () => { unlink(); open(picker.value).catch(error => warn(error.message)); } });
const shelf = new Shelf({
  added: async (card, seen) => {
    const { article, isKept } = await articles.added(card), { key, name } = article;
    if (seen || articles.shown?.key === key) await open(key, article);
    else tell(`${articles.names.get(key)} can be asked now`);
    if (!isKept) throw new Error(`${name} was added, but this browser has no room to keep it: it is gone when the server ends`);
  },
  removed: key => articles.gone(key),
  done: () => { if (!isPhone.matches) chat.box.focus(); },
  reads: isReading => { adding.lastChild.textContent = isReading ? 'Adding …' : ADD; },
});
const adding = button(ADD, 'plus', () => shelf.open(), { shown: true, kind: 'add' });

const tab = (view, name, act) => h('button', { type: 'button', 'data-view': view, onclick: () => act() }, name);
const tabs = h('div.tabs', { role: 'group', 'aria-label': 'Show' }, tab('chat', 'Chat', back), tab('article', 'Article', visit));
const entry = (name, act) => h('button.plain', { type: 'button', onclick: () => chosen(act) }, name);
const menu = h('details.menu', {}, h('summary', { 'aria-label': 'More', title: 'More' }, icon('more')), h('div', {},
  entry('Export as Markdown', () => download('conversation.md', markdown(chat.turns), 'text/markdown')),
  entry('Export as JSON', () => download('conversation.json', json(chat.turns), 'application/json')),
  entry('Download the article’s text', () => saveText().catch(error => warn(error.message))),
  careful(h('button.plain.danger', { type: 'button' }, 'Clear the conversation'), 'Clear it for good?', () => chosen(() => chat.clear()))));
const app = h('div.app', { 'data-view': 'chat' });

async function saveText() {
  if (!articles.shown && !await open(articles.opening)) return;
  const { shown: { key, name, text }, cards } = articles, { extracted } = cards.find(card => card.key === key) ?? {};
  download(extracted ? `${name}.txt` : name, text, 'text/plain');
}

function chosen(act) {
  menu.open = false;
  menu.firstChild.focus();
  act();
}

// On a phone one pane is seen at a time.
function look(view) {
  app.dataset.view = view;
  for (const one of tabs.children) one.setAttribute('aria-pressed', String(one.dataset.view === view));
  if (view === 'article') reader.seen();
}

// There the article is a place of its own, which the browser's Back leaves too: to the chat, which no link leads into.
function visit() {
  if (isPhone.matches && app.dataset.view === 'chat') {
    const { hash } = location;
    unlink();
    history.pushState({ view: 'article' }, '', `${location.pathname}${hash}`);
  }
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

function listed() {
  const { cards, names, waiting } = articles, one = cards.length < 2, { value } = chat.scopes;
  picker.replaceChildren(...cards.map(({ key, name }) => h('option', { value: key, title: name }, names.get(key))),
    ...waiting.map(({ key, name }) => h('option', { value: key, disabled: true }, `${name} · opening …`)));
  pick();
  shelf.list(cards, articles.endings, names);
  chat.scopes.replaceChildren(h('option', { value: '' }, 'This article'), h('option', { value: ALL }, `All ${cards.length} articles`));
  chat.scopes.hidden = one;
  chat.scopes.value = one ? '' : value;
  chat.name(!one);
  invite();
}

// Let the picker show which article is asked.
function pick() {
  picker.value = articles.current().key;
}

function invite() {
  chat.box.placeholder = chat.scopes.value === ALL ? `Ask all ${articles.cards.length} articles …` : 'Ask the article …';
}

// Open an article that somebody wants to see: the page opens there the next time too.
async function open(key, given) {
  try {
    const isOpen = await articles.open(key, given);
    if (isOpen) savePlace(key, chat.scopes.value);
    return isOpen;
  } finally { pick(); }
}

// Show a quote of an answer and mark the others of the same article with it, or another place that says the same.
async function show(turn, index, opener, place) {
  const { outcome } = turn, each = cards(turn), quotes = each.map(({ quote }) => quote), keys = each.map(({ key }) => key);
  unlink();
  try { if (!await showArticle(keys[index])) return; } catch (error) { warn(error.message); return; }
  if (turn.outcome !== outcome) return; // asked again meanwhile
  chat.mark(turn, index);
  if (place) { reader.show([place], 0, { opener }); return; }
  if (outcome.status === 'not_found') { reader.show([quotes[index]], 0, { opener, called: 'No answer' }); return; }
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

function asking() {
  unlink();
  reader.unmark();
  chat.mark();
}

// What a question is asked of.
function scope() {
  const { key } = articles.current(), { cards, names } = articles, called = names.get(key);
  if (chat.scopes.value === ALL) return { scope: ALL, articles: cards.length };
  return { scope: key, articles: 1, called, of: cards.length > 1 ? called : undefined };
}

async function start(place) {
  const told = await api.articles(), last = lastPlace();
  const save = turn => { if (chat.turns.includes(turn)) keepTurn(turn); }; // and not one that was cleared meanwhile
  const judging = told.gold ? new Judging({ reader, commons: () => articles.commons(), showArticle, asking, back, save }) : null;
  chat = new Chat({ show, scope, count: () => articles.cards.length, called: key => articles.names.get(key), judging, asking, atDesk: () => !isPhone.matches });
  app.append(
    h('header.bar', {}, h('h1.brand', {}, 'Quoth'), picker, adding, tabs, menu),
    h('div.panes', {}, chat.node, reader.node), shelf.dialog, ...notices(), h('div.toast', { 'aria-hidden': 'true' }));
  look(history.state?.view ?? 'chat');
  await articles.refresh(told);
  if (last.scope === ALL && articles.cards.length > 1) chat.scopes.value = ALL;
  invite();
  chat.scopes.addEventListener('change', () => { savePlace(articles.opening, chat.scopes.value); invite(); });
  place.replaceChildren(app);
  document.documentElement.classList.add('ready');
  if (!isPhone.matches) chat.box.focus();
  chat.draw();
  chat.write(draft());
  addEventListener('hashchange', follow);
  addEventListener('popstate', moved);
  document.addEventListener('click', event => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', event => { if (event.key === 'Escape') { menu.open = false; menu.firstChild.focus(); } });
  articles.hear();
  articles.restore();
  const isLost = !articles.has(last.key), used = whenUsed();
  const opening = articles.open(isLost ? articles.cards[0].key : last.key);
  pick();
  try { await opening; } catch (error) { warn(error.message); return; }
  if (!isLost) stay(last.key, chat.scopes.value);
  await follow();
  await articles.returned;
  if (!isLost || !articles.has(last.key) || articles.shown?.key === last.key) return;
  if (used.yet) { tell(`${articles.names.get(last.key)} can be asked now`); return; }
  if (last.scope === ALL) chat.scopes.value = ALL;
  invite();
  await articles.tried(() => open(last.key));
}

// Whether anybody has done something with the page `yet`, or came for one place in an article: then nothing is to
// change under their eyes.
function whenUsed() {
  const used = { yet: location.hash.startsWith('#cite=') }, note = () => { used.yet = true; };
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'click', 'change', 'hashchange']) addEventListener(kind, note, { capture: true, once: true });
  return used;
}

// The page has a place of its own: it would wait long for Gradio's script, which draws its empty page behind it.
const place = h('div', { id: 'quoth' }, h('p.opening', { role: 'status' }, 'Opening the article …'));
document.body.append(place);
start(place).catch(error => place.replaceChildren(h('p.opening', { role: 'alert' }, error.message)));
