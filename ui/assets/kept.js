// The visitor's own articles as this browser keeps them, so that a server that was restarted can be given them again.

const opening = new Promise((resolve, reject) => {
  const asked = indexedDB.open('quoth', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('articles', { keyPath: 'key' });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
opening.catch(() => {}); // a browser that keeps nothing does without

async function does(mode, act) {
  const change = (await opening).transaction('articles', mode);
  const asked = act(change.objectStore('articles'));
  return new Promise((resolve, reject) => {
    change.oncomplete = () => resolve(asked.result);
    change.onabort = change.onerror = () => reject(change.error);
  });
}

// Whether there was room for it.
export const keep = ({ key, name, text }) => does('readwrite', all => all.put({ key, name, text })).then(() => true, () => false);
export const forget = key => does('readwrite', all => all.delete(key)).catch(() => {});

// Texts may be long: first only their keys, and each one when it is wanted, if it is there still.
export const keys = () => does('readonly', all => all.getAllKeys()).catch(() => []);
export const kept = key => does('readonly', all => all.get(key)).catch(() => undefined);
