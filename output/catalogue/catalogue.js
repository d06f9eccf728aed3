// The search of a catalogue: in place of the list that stands in the page, which stays where no scripts run.
// Texts reach the page as text (textContent), never as markup.
"use strict";
(() => {
  const STEP = 100; // entries that are shown at first, and with each "Show more"
  const NAMES = 6; // other names of an entry that are shown
  const FILTERS = ["source", "language", "missing"];
  // Letters that Unicode does not take apart, as people without them on their keyboard type them.
  const LETTERS = { "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i" };

  const fold = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase()
    .replace(/[ßøłđðþæœı]/g, (letter) => LETTERS[letter]);

  const entries = catalogue.profiles.map(([where, title, aliases, source, language, missing]) => {
    const foldedTitle = fold(title);
    const foldedAliases = aliases.map(fold);
    return {
      where, title, aliases, source, language, missing, foldedTitle, foldedAliases,
      text: [foldedTitle, ...foldedAliases].join("\n"),
    };
  });

  // What is the same for all need not be told with each.
  const TOLD = { source: catalogue.source.length > 1, language: catalogue.language.length > 1 };

  const byId = (id) => document.getElementById(id);
  const form = byId("search"), query = byId("query"), list = byId("entries"), count = byId("count"), more = byId("more");
  let found = entries, words = [], limit = STEP;

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // Best first: the title itself, titles that begin with the words, titles that hold them, other names.
  function rank(entry, whole) {
    if (entry.foldedTitle === whole) return 0;
    if (entry.foldedTitle.startsWith(whole)) return 1;
    return words.every((word) => entry.foldedTitle.includes(word)) ? 2 : 3;
  }

  function select() {
    words = fold(query.value).split(/\s+/).filter(Boolean);
    const [source, language, missing] = FILTERS.map((name) => byId(name).selectedIndex - 1);
    found = entries.filter((entry) =>
      (source < 0 || entry.source === source) && (language < 0 || entry.language === language) &&
      (missing < 0 || entry.missing.includes(missing)) && words.every((word) => entry.text.includes(word)));
    if (words.length) {
      const ranks = [[], [], [], []];
      for (const entry of found) ranks[rank(entry, words.join(" "))].push(entry);
      found = ranks.flat();
    }
  }

  function aliasLine(entry, lang) {
    const hit = (index) => words.some((word) => entry.foldedAliases[index].includes(word));
    const order = entry.aliases.map((_, index) => index).sort((one, other) => hit(other) - hit(one));
    const line = element("p", "", { class: "aliases", lang, dir: "auto" });
    order.slice(0, NAMES).forEach((index, place) => {
      if (place) line.append(" · ");
      line.append(hit(index) ? element("mark", entry.aliases[index]) : entry.aliases[index]);
    });
    if (order.length > NAMES) line.append(` and ${order.length - NAMES} more`);
    return line;
  }

  function item(entry) {
    const made = element("li");
    const language = catalogue.language[entry.language];
    const named = { class: "name", lang: language.value, dir: "auto" };
    if (catalogue.recordsAFile) made.append(recordOf(entry, named));
    else made.append(element("a", entry.title, { ...named, href: entry.where }));
    if (entry.aliases.length) made.append(aliasLine(entry, language.value));
    const about = [TOLD.source && catalogue.source[entry.source].name, TOLD.language && language.name].filter(Boolean);
    if (about.length) made.append(element("p", about.join(" · "), { class: "about" }));
    return made;
  }

  function show() {
    list.replaceChildren(...found.slice(0, limit).map(item));
    const rest = found.length - limit;
    more.hidden = rest <= 0;
    more.textContent = `Show more: ${Math.max(rest, 0).toLocaleString("en")} left`;
    const profiles = `${found.length.toLocaleString("en")} profile${found.length === 1 ? "" : "s"}`;
    count.textContent = !found.length ? "No profile fits. Try fewer words, or clear the filters."
      : found.length === entries.length ? profiles : `${profiles} of ${entries.length.toLocaleString("en")}`;
  }

  function update() {
    limit = STEP;
    select();
    show();
  }

  // The address tells what is shown, so that it can be passed on and "back" leads back to it.
  let later;
  const rememberSoon = () => { clearTimeout(later); later = setTimeout(remember, 250); };

  function remember() {
    clearTimeout(later);
    const state = new URLSearchParams();
    for (const control of [query, ...FILTERS.map(byId)]) if (control.value) state.set(control.name, control.value);
    history.replaceState(null, "", `#${state}`);
  }

  function restore() {
    const state = new URLSearchParams(location.hash.slice(1));
    query.value = state.get("q") ?? "";
    for (const name of FILTERS) {
      byId(name).value = state.get(name) ?? "";
      if (byId(name).selectedIndex < 0) byId(name).value = "";
    }
    update();
  }

  // Of a large dataset: a record is read from its file when somebody opens it, and shown in its place.
  const waiting = new Map();
  window.showRecords = (file, records) => {
    waiting.get(file)?.forEach((show) => show(records));
    waiting.set(file, { forEach() {}, push(show) { show(records); } });
  };

  function load(file, show) {
    if (waiting.has(file)) return waiting.get(file).push(show);
    waiting.set(file, [show]);
    document.head.append(element("script", "", { src: `records/${file}.js` }));
  }

  function recordOf(entry, named) {
    const details = element("details");
    details.append(element("summary", entry.title, named));
    details.addEventListener("toggle", () => {
      if (details.childElementCount > 1) return;
      const place = details.appendChild(element("div", "Loading …"));
      load(Math.floor(entry.where / catalogue.recordsAFile),
        (records) => place.replaceChildren(...record(records[entry.where % catalogue.recordsAFile])));
    }, { once: true });
    return details;
  }

  function record(profile) {
    const lang = profile.language;
    const statements = (heading, texts) => {
      if (!texts.length) return [];
      const all = element("ul", "", { lang });
      all.append(...texts.map((text) => element("li", text, { dir: "auto" })));
      return [element("h2", heading), all];
    };
    const kinds = [...new Set(profile.requirements.map((asked) => asked.kind))].sort();
    const link = element("p");
    link.append(element("a", "Read the original page", { href: profile.url, rel: "noopener noreferrer external" }),
      `. ${profile.source.licence ? `Licence: ${profile.source.licence}` : "No licence is known: ask the publisher before you reuse this text."}`);
    return [
      ...(profile.summary ? [element("p", profile.summary, { lang, dir: "auto" })] : []),
      ...statements("Other names", profile.aliases),
      ...statements("Tasks", profile.tasks.map((task) => task.text)),
      ...kinds.flatMap((kind) => statements(`Requirements: ${kind}`, profile.requirements
        .filter((asked) => asked.kind === kind)
        .map((asked) => asked.text + (asked.importance ? ` (${asked.importance})` : "")))),
      link,
    ];
  }

  form.addEventListener("input", () => { update(); rememberSoon(); });
  list.addEventListener("click", remember, { capture: true });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // it comes before the fields are empty
    for (const control of [query, ...FILTERS.map(byId)]) control.value = "";
    update();
    remember();
    query.focus();
  });
  more.addEventListener("click", () => {
    const next = limit;
    limit += STEP;
    show();
    list.children[next]?.querySelector("a, summary")?.focus();
  });
  addEventListener("hashchange", () => {
    // A link to a place on this page is no search.
    if (!location.hash || location.hash.includes("=")) restore();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
    event.preventDefault();
    query.focus();
  });

  form.hidden = false;
  if (byId("pages")) byId("pages").hidden = true;
  restore();
})();
