"use strict";
// Passages of a statement, moved by selecting words or by keyboard.  The page is whole without this: its fields take the words themselves.
// Places are offsets of the record: characters (code points) of the report's text, of which each piece on the page tells its own.
{
  const text = document.getElementById("passage-text");
  const form = document.getElementById("correct");
  const tools = document.getElementById("tools");
  const spoken = document.getElementById("spoken");
  const from = Number(text.dataset.from), to = Number(text.dataset.to);
  const chars = [], under = [], alone = [];
  for (const piece of text.querySelectorAll("[data-at]")) {
    const single = "alone" in piece.dataset;
    (single ? [piece.textContent] : Array.from(piece.textContent)).forEach((char, i) => {
      const at = Number(piece.dataset.at) + i;
      chars[at] = char; under[at] = piece.dataset.under || ""; alone[at] = single;
    });
  }
  const roles = new Map();
  let active = null, selected = null, rejecting = false, timer = 0;

  const make = (name, properties = {}, ...children) => {
    const { aria = {}, ...rest } = properties;
    const element = Object.assign(document.createElement(name), rest);
    for (const [key, value] of Object.entries(aria)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const words = (a, b) => chars.slice(a, b).join("");
  const short = (a, b) => { const all = words(a, b).split(/\s+/).filter(Boolean); return all.length > 12 ? `${all.slice(0, 6).join(" ")} … ${all.slice(-6).join(" ")}` : all.join(" "); };
  const say = (what) => { clearTimeout(timer); timer = setTimeout(() => { spoken.textContent = what; }, 100); };
  const tell = (role, k) => { const { title, spans } = roles.get(role); const [a, b] = spans[k]; return `${title}${spans.length > 1 ? `, passage ${k + 1}` : ""}: “${short(a, b)}”`; };

  // Words, sentences and characters as steps
  const sort = (at) => {
    const char = chars[at];
    if (char === undefined || char === "" || /^\s$/u.test(char)) return "space";
    if (/^[\p{L}\p{N}\p{M}]$/u.test(char)) return "word";
    const lettered = (each) => /^[\p{L}\p{N}]$/u.test(chars[each] || "");
    return /^['’-]$/u.test(char) && lettered(at - 1) && lettered(at + 1) ? "word" : "mark";
  };
  const begins = (at) => sort(at) !== "space" && (at === from || sort(at - 1) !== sort(at) || sort(at) === "mark");
  const ends = (at) => sort(at - 1) !== "space" && (at === to || sort(at) !== sort(at - 1) || sort(at - 1) === "mark");
  const opens = (at) => begins(at) && (at === from || (sort(at - 1) === "space" && (chars[at - 1] === "\n" || /[.!?…]["”’)]*\s*$/u.test(words(Math.max(from, at - 8), at)))));
  const closes = (at) => ends(at) && (at === to || chars[at] === "\n" || (sort(at) === "space" && /[.!?…]["”’)]*$/u.test(words(Math.max(from, at - 6), at))));
  const isEdge = { word: { start: begins, end: ends }, sentence: { start: opens, end: closes }, character: { start: (at) => !alone[at] || chars[at] !== "", end: () => true } };

  function move(role, k, side, unit, step) {
    const { spans } = roles.get(role);
    const span = spans[k];
    const least = side === "start" ? (k ? spans[k - 1][1] : from) : span[0] + 1;
    const most = side === "start" ? span[1] - 1 : k + 1 < spans.length ? spans[k + 1][0] : to;
    const fits = isEdge[unit === "all" ? "word" : unit][side];
    const place = side === "start" ? 0 : 1;
    let at = unit === "all" ? (step < 0 ? least : most) : span[place] + step;
    const way = unit === "all" ? -step : step;
    while (at >= least && at <= most && !fits(at)) at += way;
    if (at < least || at > most) { say(`${tell(role, k)}; no further`); return; }
    span[place] = at;
    show(role);
    draw();
    say(tell(role, k));
  }

  // The text with its marks
  function draw() {
    const layers = [...roles].flatMap(([role, { spans }]) => spans.map(([a, b]) => [role, a, b]));
    const cuts = new Set([from, to]);
    for (const [, a, b] of layers) { cuts.add(a); cuts.add(b); }
    for (let at = from; at < to; at++) { if (alone[at]) { cuts.add(at); cuts.add(at + 1); } if (at > from && under[at] !== under[at - 1]) cuts.add(at); }
    const edge = active && roles.get(active.role).spans[active.k] ? roles.get(active.role).spans[active.k][active.side === "start" ? 0 : 1] : null;
    const ordered = [...cuts].filter((at) => at >= from && at <= to).sort((a, b) => a - b);
    const pieces = [];
    const marker = () => make("span", { className: "edge", aria: { "aria-hidden": "true" } });
    for (let i = 0; i + 1 < ordered.length; i++) {
      const [a, b] = [ordered[i], ordered[i + 1]];
      const of = layers.filter(([, x, y]) => x <= a && b <= y);
      if (a === edge) pieces.push(marker());
      const classes = new Set([...of.map(([role]) => role), ...of.filter(([, x]) => x === a).map(([role]) => `${role}-begins`), ...of.filter(([, , y]) => y === b).map(([role]) => `${role}-ends`), ...under[a].split(" ").filter(Boolean)]);
      const piece = make("span", classes.size ? { className: [...classes].join(" ") } : {}, words(a, b));
      piece.dataset.at = a;
      if (under[a]) piece.dataset.under = under[a];
      if (alone[a]) piece.dataset.alone = "";
      pieces.push(piece);
    }
    if (to === edge) pieces.push(marker());
    const [before, after] = [text.firstElementChild, text.lastElementChild].map((each) => (each && each.classList.contains("gap") ? each : null));
    text.replaceChildren(...[before, ...pieces, after].filter(Boolean));
    const shown = text.querySelector(".edge");
    if (shown) shown.scrollIntoView({ block: "nearest" });
  }

  // The passages of a role, with an edge to be moved at either end
  function show(role) {
    const { title, spans, list } = roles.get(role);
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    list.replaceChildren(...spans.map(([a, b], k) => {
      const named = spans.length > 1 ? `${title} ${k + 1}` : title;
      const handle = (side) => {
        const at = side === "start" ? a : b;
        const made = make("span", { className: "handle", tabIndex: 0, aria: {
          role: "slider", "aria-label": `${named}: where it ${side === "start" ? "begins" : "ends"}`, "aria-valuemin": from, "aria-valuemax": to, "aria-valuenow": at,
          "aria-valuetext": side === "start" ? `before “${short(a, Math.min(b, a + 40))}”` : `after “${short(Math.max(a, b - 40), b)}”` } }, side === "start" ? "begins" : "ends");
        made.dataset.key = `${role} ${k} ${side}`;
        made.addEventListener("keydown", (event) => pressed(event, role, k, side));
        made.addEventListener("focus", () => { active = { role, k, side }; draw(); });
        made.addEventListener("blur", () => { active = null; text.querySelector(".edge")?.remove(); });  // drawn anew, the text would lose what the mouse begins to select
        const button = (sign, step) => make("button", { type: "button", className: "step", tabIndex: -1, textContent: sign, onclick: () => move(role, k, side, "word", step), aria: { "aria-hidden": "true" } });
        return [button("◂", -1), made, button("▸", 1)];
      };
      const remove = make("button", { type: "button", textContent: "Remove", className: "remove", onclick: () => { spans.splice(k, 1); show(role); draw(); (list.querySelector(".handle") || roles.get(role).add).focus(); say(`${title}: a passage was removed, ${spans.length} left`); }, aria: { "aria-label": `Remove ${named}` } });
      return make("div", { className: "moved", aria: { role: "group", "aria-label": named } }, ...handle("start"), make("span", { className: "words", dir: "auto", textContent: short(a, b) }), ...handle("end"), remove,
        make("input", { type: "hidden", name: role, value: `@${a}-${b}` }));
    }));
    if (!spans.length) list.append(make("p", { className: "moved" }, make("span", { className: "nothing", textContent: "none" })));
    if (focused) list.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  }

  function pressed(event, role, k, side) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const forward = getComputedStyle(text.querySelector("[data-at]")).direction === "rtl" ? -1 : 1;
    const steps = { ArrowRight: forward, ArrowLeft: -forward, ArrowUp: 1, ArrowDown: -1, PageDown: 1, PageUp: -1, Home: -1, End: 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    move(role, k, side, event.key.startsWith("Page") ? "sentence" : event.key === "Home" || event.key === "End" ? "all" : event.shiftKey ? "character" : "word", steps[event.key]);
  }

  function put(role, a, b, more) {
    const kept = more ? roles.get(role).spans.filter(([x, y]) => y <= a || b <= x) : [];
    const spans = [...kept, [a, b]].sort((one, other) => one[0] - other[0]);
    roles.get(role).spans.splice(0, Infinity, ...spans);
    show(role);
    draw();
    say(tell(role, spans.findIndex(([x]) => x === a)));
  }

  /** A new passage for those who move edges: the first word behind the last passage of the role, else behind those of the others, else of the text. */
  function begin(role) {
    const { spans, list } = roles.get(role);
    const last = Math.max(from, ...spans.map(([, b]) => b), ...(spans.length ? [] : [...roles.values()].flatMap((each) => each.spans.map(([, b]) => b))));
    let a = last;
    while (a < to && sort(a) !== "word") a++;
    if (a >= to) { a = from; while (a < to && (sort(a) !== "word" || spans.some(([x, y]) => x <= a && a < y))) a++; }
    let b = a;
    while (b < to && sort(b) === "word") b++;
    if (b > a) { put(role, a, b, true); list.querySelector(`[data-key="${role} ${spans.findIndex(([x]) => x === a)} start"]`)?.focus(); }
  }

  function find(role, field) {
    const wanted = field.value.trim();
    if (!wanted || /^@\d+-\d+$|#\d+$/.test(wanted)) return;
    const size = Array.from(wanted).length, near = (roles.get("content").spans[0] || [from])[0], places = [];
    for (let at = from; at + size <= to; at++) if (chars[at] === Array.from(wanted)[0] && words(at, at + size) === wanted) places.push(at);
    if (!places.length) { say("These words do not stand in what is shown; they are looked for in the whole report when you save"); return; }
    places.sort((one, other) => Math.abs(one - near) - Math.abs(other - near));
    field.value = "";
    put(role, places[0], places[0] + size, true);
    if (places.length > 1) say(`${tell(role, roles.get(role).spans.findIndex(([x]) => x === places[0]))}; the words stand ${places.length} times, this is the nearest`);
  }

  for (const box of form.querySelectorAll("[data-role]")) {
    const role = box.dataset.role, title = box.querySelector("legend").textContent.trim(), spans = [];
    for (const field of box.querySelectorAll("input[data-start]")) { spans.push([Number(field.dataset.start), Number(field.dataset.end)]); field.closest("p").remove(); }
    const typed = [...box.querySelectorAll("p.passage")].at(-1), list = make("div"), field = typed.querySelector("input");
    const add = make("button", { type: "button", textContent: "Add a passage", onclick: () => begin(role), aria: { "aria-label": `${title}: add a passage` } });
    typed.querySelector("label").textContent = `${title}: or type its words`;
    box.querySelector("legend").after(list);
    typed.className = "typed";
    typed.append(add);
    field.addEventListener("change", () => find(role, field));
    field.addEventListener("keydown", (event) => { if (event.key === "Enter" && field.value.trim()) { event.preventDefault(); find(role, field); } });
    roles.set(role, { title, spans: spans.filter(([a, b]) => from <= a && b <= to).sort((one, other) => one[0] - other[0]), list, add, field });
    for (const [a, b] of spans) if (a < from || b > to) box.append(make("input", { type: "hidden", name: role, value: `@${a}-${b}` }));
    show(role);
  }

  // Selecting with the mouse, a pen or a finger
  function offset(node, at) {
    if (node.nodeType === Node.TEXT_NODE) {
      const piece = node.parentElement.closest("[data-at]");
      return piece && text.contains(piece) ? Number(piece.dataset.at) + ("alone" in piece.dataset ? Number(at > 0) : Array.from(node.data.slice(0, at)).length) : null;
    }
    if (!text.contains(node)) return null;
    const next = node.childNodes[at];
    const piece = next ? (next.matches?.("[data-at]") ? next : next.querySelector?.("[data-at]") || next.nextElementSibling) : null;
    return piece?.dataset?.at ? Number(piece.dataset.at) : node === text ? to : node.dataset.at ? Number(node.dataset.at) + (at ? Array.from(node.textContent).length : 0) : null;
  }
  const buttons = [];
  function tool(label, told, work) {
    const button = make("button", { type: "button", textContent: label, disabled: true, onclick: () => selected && work(...selected), aria: { "aria-label": told } });
    button.addEventListener("mousedown", (event) => event.preventDefault());  // the selection stays
    buttons.push(button);
    return button;
  }
  const hint = make("p", { className: "fine", textContent: "Select words in the text, and say what they are; or move the edges of the passages." });
  tools.append(hint, ...[...roles].map(([role, { title }]) => tool(title, `Make the selected words the ${title.toLowerCase()}`, (a, b) => put(role, a, b, false))),
    ...["content", "source", "cue"].map((role) => tool(`+ ${role}`, `Add the selected words to the ${role}`, (a, b) => put(role, a, b, true))),
    tool("Speaker’s name", "Make the selected words the speaker’s name", (a, b) => { form.elements.speaker_words.value = words(a, b); say(`Speaker: ${words(a, b)}`); }));
  tools.hidden = false;
  document.addEventListener("selectionchange", () => {
    const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
    selected = null;
    if (range && !range.collapsed && range.intersectsNode(text)) {
      let a = text.contains(range.startContainer) ? offset(range.startContainer, range.startOffset) : from;
      let b = text.contains(range.endContainer) ? offset(range.endContainer, range.endOffset) : to;
      if (a !== null && b !== null) {
        while (a < b && sort(a) === "space") a++;
        while (a < b && sort(b - 1) === "space") b--;
        if (a < b) selected = [a, b];
      }
    }
    for (const button of buttons) button.disabled = !selected;
    tools.classList.toggle("ready", selected !== null);
    hint.textContent = selected ? `“${short(...selected)}” is` : "Select words in the text, and say what they are; or move the edges of the passages.";
  });

  // Letters as shortcuts, outside of fields
  const allowed = document.getElementById("shortcuts");
  try { allowed.checked = localStorage.getItem("shortcuts") !== "off"; } catch { /* without storage they are on */ }
  allowed.addEventListener("change", () => { try { localStorage.setItem("shortcuts", allowed.checked ? "on" : "off"); } catch { /* for this page alone */ } });
  const why = form.elements.why, reject = form.querySelector(".reject");
  const edges = (role) => () => { if (selected) put(role, ...selected, false); else (roles.get(role).list.querySelector(".handle") || roles.get(role).add).focus(); };
  const keys = {
    a: () => document.getElementById("accept")?.click(), n: () => document.getElementById("skip-it")?.click(), w: () => why.focus(),
    x: () => { if (reject) { rejecting = true; why.focus(); say("It is no statement: give the reason, and press Enter"); } },
    s: edges("source"), c: edges("cue"), d: edges("content"), t: edges("addressee"),
  };
  why.addEventListener("keydown", (event) => { if (event.key === "Enter" && rejecting) { event.preventDefault(); form.requestSubmit(reject); } });
  why.addEventListener("blur", () => { rejecting = false; });
  document.addEventListener("keydown", (event) => {
    if (!allowed.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const work = keys[event.key];
    if (work) { event.preventDefault(); work(); }
  });
  draw();
  // What is looked at is in the middle of the text, which scrolls by itself
  const pane = text.closest(".shown"), first = [...text.querySelectorAll(".content, .cue, .source")].find((each) => each.matches(".content")) || text.querySelector(".cue, .source");
  if (first) pane.scrollTop += first.getBoundingClientRect().top - (tools.getBoundingClientRect().bottom + Math.min(pane.getBoundingClientRect().bottom, innerHeight)) / 2;
}
