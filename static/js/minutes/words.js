// What differs between two texts, word by word. Pure: no page, no network.

const pieces = (text) => text.match(/\s+|\S+/gu) ?? [];

/** [from, to, pieces] for each stretch of `a` that `b` has otherwise; found by the longest common row of pieces. */
function hunks(a, b) {
  let head = 0, ends = [a.length, b.length];
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  while (ends[0] > head && ends[1] > head && a[ends[0] - 1] === b[ends[1] - 1]) ends = [ends[0] - 1, ends[1] - 1];
  const [x, y] = [a.slice(head, ends[0]), b.slice(head, ends[1])];
  const wide = y.length + 1;
  const table = new Uint16Array((x.length + 1) * wide);
  for (let i = x.length - 1; i >= 0; i -= 1) {
    for (let j = y.length - 1; j >= 0; j -= 1) {
      table[i * wide + j] = x[i] === y[j] ? table[(i + 1) * wide + j + 1] + 1 : Math.max(table[(i + 1) * wide + j], table[i * wide + j + 1]);
    }
  }
  const found = [];
  let i = 0, j = 0;
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) { i += 1; j += 1; continue; }
    const [from, start] = [i, j];
    while ((i < x.length || j < y.length) && !(i < x.length && j < y.length && x[i] === y[j])) {
      if (j >= y.length || (i < x.length && table[(i + 1) * wide + j] >= table[i * wide + j + 1])) i += 1;
      else j += 1;
    }
    found.push([head + from, head + i, y.slice(start, j)]);
  }
  return found;
}

/** The way from one text to the other: ["same" | "out" | "in", words] in order. */
export function difference(before, after) {
  const a = pieces(before), steps = [];
  let place = 0;
  const step = (kind, words) => words.length && steps.push([kind, words.join("")]);
  for (const [from, to, words] of hunks(a, pieces(after))) {
    step("same", a.slice(place, from));
    step("out", a.slice(from, to));
    step("in", words);
    place = to;
  }
  step("same", a.slice(place));
  return steps;
}

/** `was` with what either side changed; where both changed the same words, theirs stand before mine. */
export function joined(was, mine, theirs) {
  const a = pieces(was);
  let out = "", place = 0;
  const put = (text) => { out += out && text && /\S$/.test(out) && /^\S/.test(text) ? ` ${text}` : text; };
  const all = [
    ...hunks(a, pieces(theirs)).map((hunk) => [...hunk, 0]),
    ...hunks(a, pieces(mine)).map((hunk) => [...hunk, 1]),
  ].sort((one, other) => one[0] - other[0] || one[3] - other[3]);
  while (all.length) {
    const met = [all.shift()];
    const from = met[0][0];
    let to = met[0][1];
    while (all.length && all[0][0] <= to) { met.push(all.shift()); to = Math.max(to, met.at(-1)[1]); }
    const side = (which) => {
      const words = [];
      let here = from;
      for (const [start, end, put] of met.filter((hunk) => hunk[3] === which)) {
        words.push(...a.slice(here, start), ...put);
        here = end;
      }
      return [...words, ...a.slice(here, to)].join("");
    };
    const wrote = [0, 1].filter((which) => met.some((hunk) => hunk[3] === which)).map(side);
    put(a.slice(place, from).join(""));
    const [first, second] = wrote, edge = (blanks) => blanks.exec(first)[0] || blanks.exec(second)[0];
    if (wrote.length < 2 || first === second) put(first);
    else put(edge(/^\s*/) + [first.trim(), second.trim()].filter(Boolean).join(" ") + edge(/\s*$/));
    place = to;
  }
  put(a.slice(place).join(""));
  return out;
}
