// What the page asks of its server. Every failure is an Error whose message can be shown.

let mend = null;

// What to do when the server does not have an article, before it is asked once more.
export function whenLost(act) {
  mend = act;
}

async function sent(path, options) {
  try {
    return await fetch(`/page/${path}`, options);
  } catch {
    throw new Error('The server does not answer. Is it still running?');
  }
}

async function call(path, options = {}) {
  let reply = await sent(path, options);
  if (reply.status === 404 && mend) {
    await mend();
    reply = await sent(path, options);
  }
  const told = await reply.json().catch(() => null);
  const error = told?.error ?? told?.outcome?.error;
  if (!reply.ok) throw new Error(error ?? `The server answered ${reply.status}.`);
  return told;
}

const posted = (body, method = 'POST') => ({ method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const ask = (question, scope, articles, turns) => call('ask', posted({ question, scope, articles, turns }));
export const articles = () => call('articles');
export const article = key => call(`articles/${key}`);
export const examples = key => call(`articles/${key}/examples`);
export const remove = key => call(`articles/${key}`, { method: 'DELETE' });
export const judge = verdict => call('gold', posted(verdict));
export const takeBack = verdict => call('gold', posted(verdict, 'DELETE'));
export const textOf = key => `/page/articles/${key}/text`;

// Send an article's file, or its text if that was extracted before; `step` hears how far it is. Returns its card.
export async function add(name, body, { extracted = false, step = () => {} } = {}) {
  const reply = await fetch(`/page/articles?${new URLSearchParams({ name, extracted })}`, { method: 'POST', body })
    .catch(() => { throw new Error('The server does not answer, or refuses a file of this size.'); });
  if (!reply.ok) throw new Error((await reply.json().catch(() => null))?.error ?? `The server answered ${reply.status}.`);
  const lines = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = '', piece; !(piece = await lines.read()).done;) {
    const parts = (rest + piece.value).split('\n');
    rest = parts.pop();
    for (const part of parts) {
      const told = JSON.parse(part);
      if (told.step === 'error') throw new Error(told.error);
      if (told.step === 'done') return told.article;
      step(told);
    }
  }
  throw new Error('The server stopped in the middle; add it again.');
}
