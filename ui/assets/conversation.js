// The conversation, kept in this browser alone: one for all tabs. What is kept is input: it may be of another version.

import { warn } from './dom.js';

export const NAME = 'quoth.conversation';
export const UNREADABLE = 'The answer, as it was kept, cannot be shown.';
const PLACE = 'quoth.place', DRAFT = 'quoth.draft', UNANSWERED = 'quoth.unanswered';
const MOST = 200; // turns
const STATUSES = ['answered', 'partial', 'not_found'];
const TURN = { scope: '', articles: 1, keys: [], sections: [], marks: [], also: [] }; // what stands for a field that is lacking
const OUTCOME = { answer: '', quotes: [], missing: [], unquoted: [], nearest: [], probability: 1, passages_read: 0, passages_total: 0 };
let warned = false;

export const load = () => raw().map(shaped).filter(Boolean).map(turn => (turn.outcome ? turn : { ...turn, error: UNREADABLE }));

// The turns as this tab left them: with what it has asked and was not answered, or not asked again.
export function reload() {
  const turns = load(), isLeft = one => [one?.tried?.words, one?.error].every(words => kind(words) === 'string');
  for (const { tried, error, ...own } of raw(UNANSWERED, 'sessionStorage').filter(isLeft)) {
    const turn = turns.find(({ id }) => id === own.id);
    if (turn) Object.assign(turn, { tried, error });
    else if (shaped(own)) insert(turns, { ...shaped(own), tried, error });
  }
  return turns;
}

export function saveUnanswered(turns) {
  const left = ({ tried, error, ...turn }) => ({ ...shaped(turn), outcome: null, tried, error: error ?? 'No answer has come.' });
  store(UNANSWERED, turns.filter(turn => turn.tried).map(left), 'sessionStorage');
}

// Put a turn to what is kept, in its former place if it has one. It is read anew for that: other tabs keep theirs there.
export function keepTurn(turn) {
  const told = raw(), at = told.findIndex((one, i) => idOf(one, i) === turn.id);
  if (at < 0) insert(told, shaped(turn));
  else told[at] = shaped(turn);
  write(told.slice(-MOST));
}

// Those that another tab has kept and this one has not heard of yet go too.
export function dropTurns(goes) {
  write(raw().filter((one, i) => !goes(shaped(one, i) ?? {})));
}

// Whether the same would be kept of two turns.
export const alike = (one, other) => JSON.stringify(shaped(one)) === JSON.stringify(shaped(other));

// What tells a new turn from those of all tabs.
export const newId = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;

// The article that was open, and which ones were asked: in this tab, or for a new one, in the last that chose.
export const place = () => stored(PLACE, 'sessionStorage') ?? stored(PLACE) ?? {};

export const savePlace = (key, scope) => ['sessionStorage', 'localStorage'].forEach(where => store(PLACE, { key, scope }, where));

// Whatever other tabs choose, this one stays where it is.
export const stay = (key, scope) => store(PLACE, { key, scope }, 'sessionStorage');

// What is written in the question box and not sent yet: this tab's own, for another one writes another.
export const draft = () => stored(DRAFT, 'sessionStorage') ?? '';

export const saveDraft = words => store(DRAFT, words, 'sessionStorage');

function raw(name = NAME, where = 'localStorage') {
  const kept = stored(name, where);
  return Array.isArray(kept) ? kept : [];
}

function stored(name, where = 'localStorage') {
  try { return JSON.parse(globalThis[where].getItem(name)); } catch { return null; }
}

// Where there is no room for all of it, the oldest goes.
function write(turns) {
  let kept = turns;
  while (!store(NAME, kept) && kept.length) kept = kept.slice(Math.ceil(kept.length / 8));
  if (!turns.length || kept.length || warned) return;
  warned = true;
  warn('This browser has no room to keep the conversation; it is gone when the page is closed');
}

function store(name, what, where = 'localStorage') {
  try { globalThis[where].setItem(name, JSON.stringify(what)); } catch { return false; } // nothing is kept, or no more
  return true;
}

// Put a turn before those that were asked later.
function insert(turns, turn) {
  const after = turns.findIndex(one => one?.at > turn.at);
  turns.splice(after < 0 ? turns.length : after, 0, turn);
}

const idOf = (turn, i) => turn?.id ?? String(turn?.at ?? i);

// A turn as it is kept, its fields always in the same order; null if it is none. How it looks in this tab is no part of
// it, nor whether its article is named, which depends on how many there are.
function shaped(turn, i) {
  if (kind(turn) !== 'object' || kind(turn.question) !== 'string' || !turn.question) return null;
  const { at = i, question, called = turn.of, read_as = null, judged = null, verdict = null } = turn;
  const { scope, articles, keys, sections, marks, also } = whole(turn, TURN);
  const outcome = shapedOutcome(turn.outcome && { unquoted: turn.unquoted, ...turn.outcome });
  return { id: idOf(turn, i), at, question, scope, articles, called, read_as, judged, verdict, outcome, keys, sections, marks, also };
}

function shapedOutcome(kept) {
  if (kind(kept) !== 'object' || !STATUSES.includes(kept.status)) return null;
  const outcome = whole(kept, OUTCOME);
  const quotes = outcome.quotes.map(quote => (kind(quote) === 'object' ? whole(quote, { highlights: [] }) : quote));
  return [...quotes, ...outcome.nearest].every(isQuote) ? { ...outcome, quotes } : null;
}

const isQuote = quote => kind(quote) === 'object' && kind(quote.article) === 'string' && kind(quote.text) === 'string'
  && isSpan(quote) && [].concat(quote.highlights ?? []).every(isSpan);
const isSpan = span => Number.isInteger(span?.start) && Number.isInteger(span?.end);

// A kept object with what it lacks, or has of another kind, as in `plain`.
const whole = (kept, plain) => ({ ...kept, ...Object.fromEntries(Object.entries(plain).filter(([name, one]) => kind(kept[name]) !== kind(one))) });

const kind = one => (Array.isArray(one) ? 'list' : one === null ? 'null' : typeof one);
