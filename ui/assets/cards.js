// The quotes of a turn, or what came near, as they are shown: each once, with what the page was told beside it.

// What was kept by an older page has less beside it.
export function cards({ outcome, keys, sections = [], marks = [], also = [] }) {
  const found = [];
  (outcome.status === 'not_found' ? outcome.nearest : outcome.quotes).forEach((quote, i) => {
    const one = { quote, key: keys[i], section: sections[i] ?? quote.section, marks: marks[i], also: also[i] };
    const twin = found.find(other => quote.highlights?.length && holds(other, one.key, quote));
    if (twin) twin.quote = { ...twin.quote, highlights: joined([...twin.quote.highlights, ...quote.highlights]) };
    else found.push(one);
  });
  return found;
}

// Whether a card is of that place and answers, as it may two parts of a question: it has the words of both.
export const holds = ({ quote, key }, of, { start, end }) => key === of && quote.start === start && quote.end === end && quote.highlights?.length > 0;

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
