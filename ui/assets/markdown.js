// What the server says of Markdown's marks, as it is shown: nothing here looks for any.

const OUTSTANDING = { code: 'code', strong: 'strong', emphasis: 'em' };

// What marks say, in code points, of a text with these offsets: what is not to be seen of it, and which programs it holds,
// as [start, end) pairs, and what stands out, as [start, end, element, attributes].
export function read(marks = [], offsets) {
  const hidden = [], styled = [], programs = [];
  for (const [start, end, kind, to] of marks) {
    const span = [offsets.unit(start), offsets.unit(end)];
    if (kind === 'gone') hidden.push(span);
    else if (kind === 'program') programs.push(span);
    else styled.push([...span, ...(kind === 'link' ? linked(to) : [OUTSTANDING[kind], {}])]);
  }
  return { hidden, styled, programs };
}

// A link that a person may follow, where its address says all of the way; otherwise only where it would lead.
function linked(address) {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address)) return ['span.out', { title: address }];
  return ['a.out', { href: address, title: address, target: '_blank', rel: 'noopener noreferrer', onclick: event => event.stopPropagation() }];
}

// Ranges as they are within a part of the text they are of.
export const cut = (ranges, from, to) => ranges.map(([first, after, ...how]) => [Math.max(first, from) - from, Math.min(after, to) - from, ...how])
  .filter(([first, after]) => first < after);

// A text without what is not to be seen of it.
export function without(text, hidden) {
  let at = 0, kept = '';
  for (const [start, end] of [...hidden].sort(([a], [b]) => a - b)) {
    kept += text.slice(at, start);
    at = Math.max(at, end);
  }
  return kept + text.slice(at);
}

// The title that an article has; null if it is only called by its file.
export const titled = ({ name, title }) => (title && title !== name.replace(/\.[^.]*$/, '').replace(/[_-]/g, ' ') ? title : null);
