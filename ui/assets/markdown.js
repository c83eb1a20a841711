// Markdown as its author meant it to be seen: which lines go on, which characters only say how, which words stand out.

const edge = mark => `(?<![\\p{L}\\p{N}${mark}])`, after = mark => `(?![\\p{L}\\p{N}${mark}])`; // no letter, no digit, no more of them
// The forms are those of rag/markup.py, which says what the reader is given to read.
const MARKED = new RegExp([
  '(?<escape>\\\\)[!-/:-@[-`{-~]',
  '(?<!`)(?<tick>`{1,8})(?!`)(?<code>[^`\\n]+(?:\\n[^`\\n]+)?)\\k<tick>(?!`)',
  '(?<gone><!--(?:(?!<!--|-->).)*-->|</?[A-Za-z](?!ttps?:)[^<>\\n@]*(?:\\n[^<>\\n]+){0,3}>|!\\[[^[\\]]*\\](?:\\([^()\\n]*\\)|\\[[^[\\]\\n]*\\])|^[ \\t]{0,3}\\[[^[\\]\\n]+\\]:[ \\t]+\\S+[ \\t]*$)',
  '\\[(?<link>(?:[^[\\]]|!\\[[^[\\]]*\\]\\([^()\\n]*\\))*)\\](?:\\((?<to>[^()\\s]*)(?:\\s+"[^"\\n]*")?\\)|\\[[^[\\]\\n]*\\])',
  '<(?<bare>(?:https?:\\/\\/|mailto:)[^<>\\s]+|[^<>\\s@/]+@[^<>\\s@/]+)>',
  `${edge('*')}\\*\\*(?=\\S)(?<strong>(?:[^*\\n]|\\*[^*\\n]+\\*|\\n(?!\\n)){1,400})(?<=\\S)\\*\\*${after('*')}`,
  `${edge('_')}__(?=\\S)(?<strong_>(?:[^_\\n]|_[^_\\n]+_|\\n(?!\\n)){1,400})(?<=\\S)__${after('_')}`,
  `${edge('*')}\\*(?=[^\\s*])(?<em>(?:[^*\\n]|\\n(?!\\n)){1,400})(?<=\\S)\\*${after('*')}`,
  `${edge('_')}_(?=[^\\s_])(?<em_>(?:[^_\\n]|\\n(?!\\n)){1,400})(?<=\\S)_${after('_')}`,
].join('|'), 'gmsu');
const OUTSTANDING = { code: 'code', strong: 'strong', strong_: 'strong', em: 'em', em_: 'em' };

const FENCE = /^\s*(?:`{3,}|~{3,})/, LINE = /^ {0,3}(?:=+|(?:[-_*] ?){3,})\s*$/, BROKEN = /(?: {2}|\\)\n$/;
const ITEM = /^\s*(?:[-*+•]|\d+[.)])\s/, ASIDE = /^ {0,3}(?:> ?)+/;

// Whether what an article's name ends with says that its author wrote Markdown.
export const isMarkdown = name => /\.md$/i.test(name);
const isPage = name => /\.html?$/i.test(name), isPdf = name => /\.pdf$/i.test(name);
// Whether it says that the text was extracted: there what begins like an item is one.
const isExtracted = name => isPage(name) || isPdf(name) || /\.docx$/i.test(name);

// For each line that is no heading and no row (`taken`): whether it is a `flow`, an `item`, an `aside`, `code` or what
// only frames it (`rule`), whether it `goes on` in the line before, what of its start is not to be seen,
// what stands out in it, and whether nothing of it is seen. Only programs and lists tell for a file that was no Markdown.
export function set(all, name, taken) {
  const markdown = isMarkdown(name), code = programs(all, name);
  const item = (text, i) => (isExtracted(name) && !taken[i] && ITEM.test(text) ? 'item' : null);
  const found = all.map((text, i) => ({ how: code[i] ?? item(text, i), goesOn: false, prefix: code[i] && isPage(name) ? 4 : 0, inner: undefined }));
  if (!markdown) return found;
  const kind = i => (ASIDE.test(all[i]) ? 'aside' : ITEM.test(all[i]) ? 'item' : 'flow');
  const plain = i => !taken[i] && !code[i] && all[i].trim();
  for (let from = 0, to; from < all.length; from = to) {
    to = from + 1;
    if (code[from]) continue;
    if (plain(from)) {
      const how = kind(from);
      while (to < all.length && plain(to) && ['flow', how === 'aside' && how].includes(kind(to)) && !BROKEN.test(all[to - 1])) to += 1;
      for (let i = from; i < to; i += 1) Object.assign(found[i], { how, goesOn: i > from, prefix: how === 'aside' ? (ASIDE.exec(all[i])?.[0].length ?? 0) : 0 });
    }
    const { hidden, styled } = inline(all.slice(from, to).join(''));
    let at = 0;
    for (let i = from; i < to; at += all[i].length, i += 1) found[i].inner = { hidden: cut(hidden, at, at + all[i].length), styled: cut(styled, at, at + all[i].length) };
    for (let i = from; i < to; i += 1) found[i].unseen = Boolean(all[i].trim()) && !without(all[i], found[i].inner.hidden).slice(found[i].prefix).trim();
  }
  return found;
}

// Ranges as they are within a part of the text they are of.
export const cut = (ranges, from, to) => ranges.map(([first, after, ...how]) => [Math.max(first, from) - from, Math.min(after, to) - from, ...how])
  .filter(([first, after]) => first < after);

// For each line, the class of one that belongs to a program, or to its fence; a program is set in, or fenced.
function programs(all, name) {
  const found = all.map(() => null), markdown = isMarkdown(name), fenced = markdown || isPdf(name);
  if (!fenced && !isPage(name)) return found;
  let fence = null, item = false;
  for (const [i, text] of all.entries()) {
    const mark = fenced ? FENCE.exec(text)?.[0].trim() : undefined;
    if (mark && (!fence || text.trim() === mark && mark.startsWith(fence))) {
      fence = fence ? null : mark;
      found[i] = 'rule';
    } else if (fence) found[i] = 'code';
    else if (markdown && LINE.test(text)) found[i] = 'rule';
    else if (/^ {4}\s*\S/.test(text) && !item && (!i || found[i - 1] || !all[i - 1].trim())) found[i] = 'code';
    else if (/^\S/.test(text)) item = ITEM.test(text);
  }
  return found;
}

// What of a text is not to be seen, as [start, end) pairs, and what stands out, as [start, end, element, attributes].
export function inline(text, from = 0) {
  const hidden = [], styled = [];
  for (const match of text.matchAll(MARKED)) {
    const { escape, gone, link, to, bare, ...kinds } = match.groups;
    const start = from + match.index, end = start + match[0].length;
    if (escape || gone) { hidden.push([start, gone ? end : start + 1]); continue; }
    const kind = Object.keys(OUTSTANDING).find(one => kinds[one] !== undefined), how = OUTSTANDING[kind], inner = kinds[kind] ?? link ?? bare;
    const opens = start + match[0].indexOf(inner), closes = opens + inner.length;
    hidden.push([start, opens], [closes, end]);
    if (how) styled.push([opens, closes, how, {}]);
    const address = to ?? (bare?.includes('@') && !bare.includes(':') ? `mailto:${bare}` : bare);
    if (address) styled.push([opens, closes, ...linked(address)]);
    if (how === 'code' || bare) continue;
    const within = inline(inner, opens);
    hidden.push(...within.hidden);
    styled.push(...within.styled);
  }
  return { hidden, styled };
}

// A link that a person may follow, where its address says all of the way; otherwise only where it would lead.
function linked(address) {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address)) return ['span.out', { title: address }];
  return ['a.out', { href: address, title: address, target: '_blank', rel: 'noopener noreferrer', onclick: event => event.stopPropagation() }];
}

// A text without what is not to be seen of it.
export const seen = text => without(text, inline(text).hidden);

// The title that an article has, as it is to be seen; null if it is only called by its file.
export const titled = ({ name, title }) =>
  (title && title !== name.replace(/\.[^.]*$/, '').replace(/[_-]/g, ' ') ? (isMarkdown(name) ? seen(title) : title) : null);

function without(text, hidden) {
  let at = 0, kept = '';
  for (const [start, end] of [...hidden].sort(([a], [b]) => a - b)) {
    kept += text.slice(at, start);
    at = Math.max(at, end);
  }
  return kept + text.slice(at);
}
