// The quotes of a turn, or what came near, as they are shown: each once, with what the page was told beside it.

import { covers } from './text.js';

// What was kept by an older page has less beside it.
export function cards({ outcome, keys, sections = [], marks = [], also = [] }) {
  const found = [];
  (outcome.status === 'not_found' ? outcome.nearest : outcome.quotes).forEach((quote, i) => {
    const one = { quote, key: keys[i], section: sections[i] ?? quote.section, marks: marks[i], also: also[i] };
    const twin = found.find(other => quote.highlights?.length && holds(other, one.key, quote));
    if (twin) join(twin, one);
    else found.push(one);
  });
  return found;
}

// Whether a card is of that place and answers, as it may two parts of a question: it has the words of both.
export const holds = ({ quote, key }, of, { start, end }) => key === of && quote.start === start && quote.end === end && quote.highlights?.length > 0;

function join(card, { quote, also }) {
  const { highlights, also: places = [] } = card.quote, all = [...highlights, ...quote.highlights];
  const told = all.filter(span => !covers(span, quote)); // all of the sentence would hide them
  const more = (quote.also ?? []).flatMap((place, i) => (places.some(({ start }) => start === place.start) ? [] : [[place, also?.[i]]]));
  card.also = [...places.map((_, i) => card.also?.[i]), ...more.map(([, words]) => words)];
  card.quote = { ...card.quote, highlights: joined(told.length ? told : all), also: [...places, ...more.map(([place]) => place)] };
}

// Spans in reading order, those that overlap as one.
function joined(spans) {
  const found = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const before = found.at(-1);
    if (before && start < before.end) before.end = Math.max(before.end, end);
    else found.push({ start, end });
  }
  return found;
}
