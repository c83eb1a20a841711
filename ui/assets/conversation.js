// The conversation, kept in this browser alone: one for all tabs. What is kept is input: it may be of another version.

import { warn } from './dom.js';

export const NAME = 'quoth.conversation';
export const UNREADABLE = 'The answer, as it was kept, cannot be shown.';
const PLACE = 'quoth.place', DRAFT = 'quoth.draft';
const MOST = 200; // turns
const STATUSES = ['answered', 'partial', 'not_found'];
const TURN = { scope: '', articles: 1, keys: [], also: [], unquoted: [] }; // what stands for a field that is lacking
const OUTCOME = { answer: '', quotes: [], missing: [], nearest: [], probability: 1, passages_read: 0, passages_total: 0 };
let warned = false;

export const load = () => raw().map(shaped).filter(Boolean).map(turn => (turn.outcome ? turn : { ...turn, error: UNREADABLE }));

// Put a turn to what is kept, in its former place if it has one. It is read anew for that: other tabs keep theirs there.
export function keepTurn(turn) {
  const told = raw(), at = told.findIndex((one, i) => idOf(one, i) === turn.id);
  if (at < 0) told.push(shaped(turn));
  else told[at] = shaped(turn);
  write(told.sort((one, other) => (one?.at ?? 0) - (other?.at ?? 0)).slice(-MOST));
}

export function dropTurns(ids) {
  write(raw().filter((one, i) => !ids.includes(idOf(one, i))));
}

// Whether the same would be kept of two turns.
export const alike = (one, other) => JSON.stringify(shaped(one)) === JSON.stringify(shaped(other));

// What tells a new turn from those of all tabs.
export const newId = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;

// The article that was open, and which ones were asked.
export function place() {
  try { return JSON.parse(localStorage.getItem(PLACE)) ?? {}; } catch { return {}; }
}

export const savePlace = (key, scope) => store(PLACE, { key, scope });

// What is written in the question box and not sent yet: this tab's own, for another one writes another.
export function draft() {
  try { return JSON.parse(sessionStorage.getItem(DRAFT)) ?? ''; } catch { return ''; }
}

export const saveDraft = words => store(DRAFT, words, 'sessionStorage');

function raw() {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch { return []; }
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

const idOf = (turn, i) => turn?.id ?? String(turn?.at ?? i);

// A turn as it is kept, its fields always in the same order; null if it is none. How it looks in this tab is no part of
// it, nor whether its article is named, which depends on how many there are.
function shaped(turn, i) {
  if (kind(turn) !== 'object' || kind(turn.question) !== 'string' || !turn.question) return null;
  const { at = i, question, called = turn.of, read_as = null, judged = null, verdict = null } = turn;
  const { scope, articles, keys, also, unquoted } = whole(turn, TURN);
  return { id: idOf(turn, i), at, question, scope, articles, called, read_as, judged, verdict, outcome: shapedOutcome(turn.outcome), keys, also, unquoted };
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
