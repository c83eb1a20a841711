// Answers count code points, JavaScript counts UTF-16 units. They are converted here and nowhere else.

const STRIDE = 1024;

export class Offsets {
  constructor(text) {
    this.text = text;
    this.plain = !/[\ud800-\udfff]/.test(text); // then both counts are the same
    this.units = [0]; // the unit of every STRIDE-th code point
    if (this.plain) return;
    for (let unit = 0, point = 0; unit < text.length; point += 1) {
      if (point && point % STRIDE === 0) this.units.push(unit);
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
    }
  }

  unit(point) {
    if (this.plain) return point;
    const at = Math.min(Math.floor(point / STRIDE), this.units.length - 1);
    let unit = this.units[at];
    for (let left = point - at * STRIDE; left > 0; left -= 1) unit += this.text.codePointAt(unit) > 0xffff ? 2 : 1;
    return unit;
  }

  point(unit) {
    if (this.plain) return unit;
    let at = last(this.units, unit), point = at * STRIDE;
    for (let walked = this.units[at]; walked < unit; point += 1) walked += this.text.codePointAt(walked) > 0xffff ? 2 : 1;
    return point;
  }
}

// The index of the last of ascending `numbers` that is no larger than `wanted`; 0 if there is none.
export const last = (numbers, wanted) => Math.max(0, lastOf(numbers, number => number <= wanted));

// The index of the last one of `all` for which `holds`, which it does for none behind it; -1 if it does for none.
export function lastOf(all, holds) {
  let low = -1, high = all.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(all[middle])) low = middle; else high = middle - 1;
  }
  return low;
}

// A citation as a link: #cite=START-END:HIGHLIGHTS@ARTICLE, in code points; it opens the same words anywhere.
export function link(quote, key) {
  const marks = (quote.highlights ?? []).map(({ start, end }) => `${start}-${end}`).join(',');
  return `#cite=${quote.start}-${quote.end}:${marks}@${key}`;
}

export function cited(hash) {
  const match = /^#cite=(\d+-\d+):((?:\d+-\d+(?:,\d+-\d+){0,99})?)@([0-9a-f]+)$/.exec(hash); // no answer marks so many
  if (!match) return null;
  const [quote, ...highlights] = [match[1], ...match[2].split(',').filter(Boolean)].map(pair => pair.split('-').map(Number))
    .map(([start, end]) => ({ start, end }));
  return { key: match[3], quote: { ...quote, highlights } };
}
