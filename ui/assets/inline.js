// Markdown within a line, as its author meant it to be seen: which characters only say how, and which words stand out.

const WORD = '[\\p{L}\\p{N}]';
const MARKED = new RegExp([
  '(?<escape>\\\\)[!-/:-@[-`{-~]',
  '(?<tick>`+)(?<code>[^`]+)\\k<tick>(?!`)',
  '!?\\[(?<link>[^\\[\\]]+)\\]\\([^()\\s]*(?:\\s+"[^"]*")?\\)',
  '<(?<bare>(?:https?|mailto):[^<>\\s]+|[^<>\\s@/]+@[^<>\\s@/]+)>',
  `(?<!${WORD}|[*_])(?<bold>\\*\\*|__)(?=\\S)(?<strong>.+?)(?<=\\S)\\k<bold>(?!${WORD}|[*_])`,
  `(?<!${WORD}|[*_])(?<lean>[*_])(?=[^\\s*_])(?<em>.+?)(?<=[^\\s*_])\\k<lean>(?!${WORD}|[*_])`,
].join('|'), 'gu');
const OUTSTANDING = ['code', 'strong', 'em'];

export const FENCE = /^\s*(?:`{3,}|~{3,})/;

// Whether what an article's name ends with says that its author wrote Markdown.
export const isMarkdown = name => /\.md$/i.test(name);

// What of a text is not to be seen, as [start, end) pairs, and what stands out, as [start, end, how].
export function inline(text, from = 0) {
  const hidden = [], styled = [];
  for (const match of text.matchAll(MARKED)) {
    const { escape, link, bare, ...kinds } = match.groups;
    const start = from + match.index, end = start + match[0].length;
    if (escape) { hidden.push([start, start + 1]); continue; }
    const how = OUTSTANDING.find(kind => kinds[kind] !== undefined), inner = kinds[how] ?? link ?? bare;
    const opens = start + match[0].indexOf(inner), closes = opens + inner.length;
    hidden.push([start, opens], [closes, end]);
    if (how) styled.push([opens, closes, how]);
    if (how === 'code' || bare) continue;
    const within = inline(inner, opens);
    hidden.push(...within.hidden);
    styled.push(...within.styled);
  }
  return { hidden, styled };
}

// A text without what is not to be seen of it.
export function seen(text) {
  let at = 0, kept = '';
  for (const [start, end] of inline(text).hidden.sort(([a], [b]) => a - b)) {
    kept += text.slice(at, start);
    at = end;
  }
  return kept + text.slice(at);
}
