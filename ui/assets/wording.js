// Answers in words: as they are told in a line, and as text, Markdown and JSON that leave the page.

import { cards } from './cards.js';

const NOTHING = 'Nothing was asked.';
const SURE = [[95, 'Almost certainly right'], [80, 'Very likely right'], [60, 'Probably right'], [40, 'Uncertain'], [0, 'Doubtful']]; // from so many percent on

// What a turn was asked of, in words, and that it does not say something.
export const asked = ({ articles, of }) => (articles > 1 ? `these ${articles} articles` : of ?? 'the article');
export const silent = ({ articles, of }) => (articles > 1 ? `These ${articles} articles do not say` : `${of ?? 'The article'} does not say`);

// How sure the reader is of an answer, in words that say what the number says; null where it is no matter of that.
export function certainty({ status, probability }) {
  if (status === 'not_found' || probability === 1) return null;
  const percent = Math.round(100 * probability);
  return { percent, words: SURE.find(([least]) => percent >= least)[1] };
}

// One answer in a line.
function said(turn) {
  const { outcome } = turn;
  if (outcome.status !== 'not_found') return outcome.answer;
  return outcome.passages_read ? `Not in ${asked(turn)}. ${howRead(outcome)}` : NOTHING;
}

// One answer as it is heard: what is shown of how far it can be relied upon is said too, and no mark-up.
export function spoken(turn) {
  const { outcome } = turn;
  if (outcome.status === 'not_found') return said(turn);
  const missing = left(outcome).length ? `Only a part of your question is answered. ${silent(turn)}: ${left(outcome).join(', ')}` : '';
  const told = [outcome.answer, missing, caution(outcome), outcome.further ? further(outcome) : '', certainty(outcome)?.words ?? ''];
  return told.filter(Boolean).map(one => (/[.!?…]$/.test(one) ? one : `${one}.`)).join(' ');
}

// One answer with its quotes and offsets, as text that can be pasted anywhere.
export function plain(turn) {
  const { question, read_as, outcome } = turn;
  const lines = [`Q: ${question}`];
  if (read_as) lines.push(`   read as: ${read_as}`);
  lines.push(outcome.status === 'not_found' ? said(turn) : `A: ${said(turn)}`);
  for (const missing of left(outcome)) lines.push(`Not in ${asked(turn)}: ${missing}`);
  for (const one of each(turn)) lines.push('', `“${one.quote.text}”`, `— ${source(one)}`);
  if (caution(outcome)) lines.push('', caution(outcome));
  if (outcome.further) lines.push('', further(outcome));
  if (outcome.article_sha256) lines.push('', `Article SHA-256: ${outcome.article_sha256}`);
  return lines.join('\n');
}

// What of the question no quote contains, and is not told already.
export const absent = ({ unquoted, missing }) => unquoted.filter(one => !missing.some(words => words.includes(one)));

const caution = outcome => (outcome.status === 'not_found' || !absent(outcome).length ? '' : `No quote contains ${absent(outcome).join(', ')}.`);

// The quotes of an answer, each once.
const each = turn => (turn.outcome.status === 'not_found' ? [] : cards(turn));

// The parts that were not answered; all of a question of one part is told by its "not in the article".
const left = ({ status, missing }) => (status === 'partial' || missing.length > 1 ? missing : []);

export function markdown(turns) {
  const told = turns.filter(turn => turn.outcome).map(turn => {
    const { question, read_as, outcome } = turn;
    const lines = [`## ${safe(flat(question))}`];
    if (read_as) lines.push(`*Read as: ${safe(flat(read_as))}*`);
    if (outcome.status !== 'not_found') lines.push(`**${safe(outcome.answer)}**`);
    else lines.push(outcome.passages_read ? `**Not in ${safe(asked(turn))}.** ${howRead(outcome)}` : NOTHING);
    for (const missing of left(outcome)) lines.push(`Not in ${safe(asked(turn))}: ${safe(missing)}`);
    for (const one of each(turn)) lines.push(one.quote.text.split('\n').map(line => `> ${safe(line)}`).join('\n'), `— ${safe(source(one))}`);
    if (caution(outcome)) lines.push(safe(caution(outcome)));
    if (outcome.further) lines.push(further(outcome));
    const certain = certainty(outcome);
    if (certain) lines.push(`*${certain.words} · ${certain.percent} %*`);
    return lines.join('\n\n');
  });
  const today = new Date().toLocaleDateString('en-GB', { dateStyle: 'long' });
  return `# Questions and quotes\n\nExported on ${today}\n\n${told.join('\n\n')}\n`;
}

export function json(turns) {
  const exported = new Date().toISOString();
  return JSON.stringify(turns.filter(turn => turn.outcome).map(({ question, read_as = null, outcome }, i) =>
    ({ ...outcome, id: `q${i + 1}`, question, read_as, certainty: certainty(outcome)?.words ?? null, exported })), null, 2);
}

export const further = ({ further: count }) =>
  `${count === 1 ? 'One more sentence speaks' : `${count} more sentences speak`} of this; ask something narrower to see what they say.`;

export function howRead({ passages_read: read, passages_total: total }) {
  if (read < total) return `The ${read} likeliest of ${total} passages were read.`;
  return total === 1 ? 'All of it was read.' : `All ${total} passages were read.`;
}

const flat = words => words.replace(/\s+/g, ' ');

// A line that Markdown shows as it is, blanks that would set it in as a program too.
const safe = line => line.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&')
  .replace(/^(\s*)([-+=])/, '$1\\$2').replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
  .replace(/^(?: {4}| {0,3}\t)\s*/, blanks => blanks.replace(/\t/g, '    ').replace(/ /g, '&nbsp;'));
const source = ({ quote: { article, start, end }, section }) => `${article}${section ? `, section “${section}”` : ''}, characters ${start}–${end}`;
