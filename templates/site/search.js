// The search page: asks the index that Pagefind made of the notes, in ../pagefind/, and nobody else.
// Everything is put into the page as text; nothing from the index is ever read as HTML.

const page = document.querySelector("#search");
const input = page.querySelector("input");
const status = page.querySelector("[role=status]");
const list = page.querySelector("ol");
const more = page.querySelector("button");
const root = new URL(page.dataset.root, location.href);

const AT_ONCE = 10;
const AROUND = 90; // characters of a note before and after what was found
const END = "␞"; // behind it stand pairs of letters, for the index alone

// Scripts without blanks, or with blanks that nobody can rely on; as in paper_notes/values/text/words.py.
const SPACELESS =
  /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}ー]+/gu;

let index;
let asked = 0;
let waiting = [];
let terms = [];

function wordsOf(query) {
  return query
    .normalize("NFKC")
    .toLowerCase()
    .replace(SPACELESS, " $& ")
    .split(/[^\p{L}\p{M}\p{N}_+#.-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

// A word without blanks is in the index as its pairs of letters.
function pairsOf(word) {
  const letters = [...word];
  if (letters.length < 3 || !word.match(SPACELESS)) return [word];
  return letters.slice(1).map((letter, place) => letters[place] + letter);
}

async function search() {
  const turn = ++asked;
  const query = input.value.trim();
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
  terms = wordsOf(query);
  if (!terms.length) {
    show([], "");
    return;
  }
  try {
    index ??= await import(new URL("pagefind/pagefind.js", root).href);
    const found = await index.search(terms.flatMap(pairsOf).join(" "));
    if (turn !== asked) return;
    const count = found.results.length;
    show(found.results, count ? page.dataset[count === 1 ? "one" : "many"].replace("{}", count) : page.dataset.none);
  } catch (problem) {
    index = undefined;
    show([], page.dataset.failed);
    console.warn(problem);
  }
}

function show(results, message) {
  list.replaceChildren();
  status.textContent = message;
  waiting = results;
  return showMore();
}

async function showMore() {
  const turn = asked;
  const next = await Promise.all(waiting.slice(0, AT_ONCE).map((result) => result.data()));
  if (turn !== asked) return;
  waiting = waiting.slice(AT_ONCE);
  list.append(...next.map(entryOf));
  more.hidden = !waiting.length;
}

function entryOf(data) {
  const entry = document.createElement("li");
  entry.className = "entry";
  const heading = document.createElement("h2");
  const link = document.createElement("a");
  link.href = new URL(data.raw_url.replace(/^\/+/, ""), root).href;
  link.append(...marked(data.meta.title || data.raw_url));
  const excerpt = document.createElement("p");
  excerpt.className = "summary";
  excerpt.append(...marked(around(data)));
  heading.append(link);
  entry.append(heading, excerpt);
  return entry;
}

// The piece of the note where the first of the words stands.
function around(data) {
  const text = data.content.split(END)[0].normalize("NFKC").trim();
  const start = Math.max(placeOf(text, data), 0);
  let from = Math.max(start - AROUND, 0);
  let to = Math.min(start + AROUND, text.length);
  if (from > 0) from = Math.max(text.lastIndexOf(" ", from + 20), from) + 1;
  if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), start + 1);
  return (from > 0 ? "… " : "") + text.slice(from, to).trim() + (to < text.length ? " …" : "");
}

function placeOf(text, data) {
  const title = (data.meta.title || "").length;
  for (const first of [title, 0]) {
    const places = terms.map((term) => lower(text).indexOf(term, first)).filter((place) => place >= 0);
    if (places.length) return Math.min(...places);
  }
  // Another form of the word was found: Pagefind says which one of the text's words it is.
  const word = data.content.split(/\s+/)[data.locations?.[0]];
  if (word) terms.push(lower(word));
  return word ? text.indexOf(word) : 0;
}

// Some letters have more than one small letter; then places would be wrong.
function lower(text) {
  const small = text.toLowerCase();
  return small.length === text.length ? small : text;
}

function marked(text) {
  const pieces = [];
  const small = lower(text);
  let done = 0;
  while (done < text.length) {
    let [start, length] = [text.length, 0];
    for (const term of terms) {
      const place = small.indexOf(term, done);
      if (place >= 0 && (place < start || (place === start && term.length > length))) [start, length] = [place, term.length];
    }
    pieces.push(text.slice(done, start));
    if (length) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, start + length);
      pieces.push(mark);
    }
    done = start + length;
  }
  return pieces;
}

let pause;
input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(search, 120);
});
page.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  search();
});
more.addEventListener("click", async () => {
  const shown = list.children.length;
  await showMore();
  list.children[shown]?.querySelector("a").focus();
});

// Arrows go through what was found, and back to the field.
page.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
  const stops = [input, ...list.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (next && stops.includes(document.activeElement)) {
    event.preventDefault();
    next.focus();
  }
});

page.hidden = false;
input.value = new URL(location.href).searchParams.get("q") ?? "";
if (input.value) search();
else input.focus({ preventScroll: true });
