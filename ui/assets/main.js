// Puts the page together, and keeps the panes in step.

import * as api from './api.js';
import { Chat } from './chat.js';
import { button, download, h, icon, tell } from './dom.js';
import { judging } from './gold.js';
import { forget, keep, kept } from './kept.js';
import { cited } from './offsets.js';
import { Reader } from './reader.js';
import { Shelf } from './shelf.js';
import { json, markdown } from './store.js';

const ALL = 'all';
let cards = [], endings = [], shown = null, returned = null;
const isPhone = matchMedia('(max-width: 820px)');

const reader = new Reader({ back });
const picker = h('select', { 'aria-label': 'Article', onchange: () => open(picker.value) });
const shelf = new Shelf({
  added: async card => { await refresh(); await open(card.key); await keep(shown); },
  removed: async key => { await forget(key); await refresh(); if (shown?.key === key) await open(cards[0].key); },
});
let chat;

const tabs = h('div.tabs', { role: 'group', 'aria-label': 'Show' },
  ...[['chat', 'Chat'], ['article', 'Article']].map(([view, name]) => h('button', { type: 'button', 'data-view': view, onclick: () => look(view) }, name)));
const menu = h('details.menu', {}, h('summary', { 'aria-label': 'More', title: 'More' }, icon('more')), h('div', {},
  h('button.plain', { type: 'button', onclick: () => chosen(() => download('conversation.md', markdown(chat.turns), 'text/markdown')) }, 'Export as Markdown'),
  h('button.plain', { type: 'button', onclick: () => chosen(() => download('conversation.json', json(chat.turns), 'application/json')) }, 'Export as JSON'),
  h('button.plain', { type: 'button', onclick: () => chosen(() => { location.href = api.textOf(shown.key); }) }, 'Download the article’s text'),
  h('button.plain.danger', { type: 'button', onclick: () => chosen(() => chat.clear()) }, 'Clear the conversation')));
const app = h('div.app', { 'data-view': 'chat' });

function chosen(act) {
  menu.open = false;
  act();
}

// On a phone one pane is seen at a time.
function look(view) {
  app.dataset.view = view;
  for (const tab of tabs.children) tab.setAttribute('aria-pressed', String(tab.dataset.view === view));
}

function back(to) {
  look('chat');
  const target = to?.isConnected ? to : chat.box;
  target.focus();
  target.scrollIntoView({ block: 'nearest' });
}

async function refresh(told) {
  ({ articles: cards, endings } = told ?? await api.articles());
  picker.replaceChildren(...cards.map(card => h('option', { value: card.key }, card.name)));
  if (shown) picker.value = shown.key;
  shelf.list(cards, endings);
  const one = cards.length < 2, kept = chat?.scopes.value;
  if (chat) {
    chat.scopes.replaceChildren(h('option', { value: '' }, 'This article'), h('option', { value: ALL }, `All ${cards.length} articles`));
    chat.scopes.hidden = one;
    chat.scopes.value = one ? '' : kept || '';
  }
}

async function open(key) {
  if (shown?.key === key) return;
  if (!cards.some(card => card.key === key)) await returned;
  shown = await api.article(key);
  picker.value = key;
  reader.open(shown);
  chat.greet(shown, []);
  api.examples(key).then(found => { if (shown.key === key) chat.greet(shown, found); }, () => {});
}

// Show a quote of an answer and mark the others of the same article with it, or another place that says the same.
async function show(turn, index, opener, place) {
  const { outcome, keys } = turn;
  const nothing = outcome.status === 'not_found', quotes = nothing ? outcome.nearest : outcome.quotes;
  try { await showArticle(keys[index]); } catch (error) { tell(error.message); return; }
  if (place) { reader.show([place], 0, { opener }); return; }
  const here = quotes.map((quote, i) => [quote, i]).filter(([, i]) => keys[i] === keys[index]);
  const chosen = nothing ? here.filter(([, i]) => i === index) : here;
  reader.show(chosen.map(([quote]) => quote), chosen.findIndex(([, i]) => i === index), { opener, called: nothing ? 'No answer' : 'Quote' });
}

async function showArticle(key) {
  await open(key);
  look('article');
}

async function follow() {
  const found = cited(location.hash);
  if (!found) return;
  try { await showArticle(found.key); } catch (error) { tell(error.message); return; }
  reader.show([found.quote], 0);
}

// Give the server the visitor's own articles again that it no longer has.
async function giveAgain() {
  const lost = (await kept()).filter(one => !cards.some(card => card.key === one.key));
  for (const { name, text } of lost) {
    try { await api.add(name, text, { extracted: true }); } catch (error) { tell(error.message); }
  }
  if (lost.length) await refresh();
}

async function start(place) {
  const told = await api.articles();
  const isCommon = key => cards.some(card => card.key === key && !card.own);
  chat = new Chat({
    show,
    scope: () => ({ scope: chat.scopes.value || (shown ?? cards[0]).key, articles: chat.scopes.value === ALL ? cards.length : 1 }),
    judging: told.gold ? judging({ reader, isCommon, showArticle, back }) : null,
    reading: () => 'Reading the article …',
  });
  const adding = button('Add article', 'plus', () => shelf.open(), { shown: true, kind: 'add' });
  app.append(
    h('header.bar', {}, h('h1.brand', {}, 'Quoth'), picker, adding, tabs, menu),
    h('div.panes', {}, chat.node, reader.node), shelf.dialog, h('div.toast', { role: 'status' }));
  look('chat');
  await refresh(told);
  place.replaceChildren(app);
  document.documentElement.classList.add('ready');
  if (!isPhone.matches) chat.box.focus();
  chat.draw();
  addEventListener('hashchange', follow);
  document.addEventListener('click', event => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', event => { if (event.key === 'Escape') { menu.open = false; menu.firstChild.focus(); } });
  returned = giveAgain();
  returned.catch(error => tell(error.message));
  try { await open(cards[0].key); } catch (error) { tell(error.message); return; }
  await follow();
}

// The page has a place of its own: it would wait long for Gradio's script, which draws its empty page behind it.
const place = h('div', { id: 'quoth' }, h('p.opening', { role: 'status' }, 'Opening the article …'));
document.body.append(place);
start(place).catch(error => place.replaceChildren(h('p.opening', { role: 'alert' }, error.message)));
