// What the page does beyond being read: choosing what is drawn, sorting, filters, exact values, and everything about one cell.

function draw() {
  drawForest();
  drawMatrix();
  const goal = data.questions[state.question].goal;
  all("[data-say=measure]").forEach((place) => { place.textContent = goal[0].toUpperCase() + goal.slice(1); });
  all("[data-say=reference]").forEach((place) => { place.textContent = data.participants[state.reference].name; });
  filter();
}

// Sorting

/** Makes a heading's words a button that sorts by it. */
function sorting(head, sort) {
  const button = document.createElement("button");
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const descending = head.getAttribute("aria-sort") !== "descending";
    all("[aria-sort]", head.closest("table")).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    sort(descending ? -1 : 1);
  });
}

/** The number that a cell stands for; what has none comes last. */
const number = (cell, sign) => (cell?.dataset.v ? Number(cell.dataset.v) : sign * Infinity);

function sortRows(body, rows, column, sign) {
  rows.sort((a, b) => sign * (number(a.cells[column], sign) - number(b.cells[column], sign)) || 0);
  body.append(...rows);
}

const glance = find("#glance");
if (glance)
  all("thead th", glance).forEach((head) => {
    const column = head.cellIndex;
    if (column) sorting(head, (sign) => sortRows(glance.tBodies[0], [...glance.tBodies[0].rows], column, sign));
  });
all("#heatmap thead th[data-participant]").forEach((head) => sorting(head, (sign) => {
  const body = find("#heatmap tbody");
  all("tr.category", body).forEach((row) => { row.hidden = true; });
  sortRows(body, all("tr:not(.category)", body), head.cellIndex, sign);
}));

// Filters

const sheet = document.head.appendChild(document.createElement("style"));
function filter() {
  const hidden = all("#filter [data-hides]").filter((box) => !box.checked).map((box) => box.dataset.hides);
  const text = find("#find").value.trim().toLowerCase();
  const others = text && data.participants.some((each) => each.name.toLowerCase().includes(text))
    ? data.participants.filter((each) => !each.name.toLowerCase().includes(text)).map((each) => each.look) : [];
  // What a group holds stays laid out while nothing is seen of it, so that it is there at once when it is shown again.
  const rules = [...hidden, ...others].map((each) => `main .${each}:not(.key, use, .group, .group.${each} *) { display: none !important }
    main .group.${each} { content-visibility: hidden; height: 0; border: 0 }`);
  sheet.textContent = rules.join("\n");
  const byCondition = text && !others.length && !data.participants.every((each) => each.name.toLowerCase().includes(text));
  all("main [data-condition]").forEach((each) => {
    each.hidden = Boolean(byCondition) && !each.dataset.condition.toLowerCase().includes(text);
  });
}
all("#filter [data-hides]").forEach((box) => box.addEventListener("change", filter));
find("#find").addEventListener("input", filter);
find("#show-all").addEventListener("click", () => {
  all("#filter [data-hides]").forEach((box) => { box.checked = true; });
  find("#find").value = "";
  filter();
});

// Exact values: a mark's title is shown at once, also to who comes by keyboard

const tip = find("#tip");
function words(target) {
  const mark = target.closest?.("[data-tip], .mark, td, svg");
  if (!mark) return "";
  if (mark.dataset.tip) return mark.dataset.tip;
  const title = find(":scope > title", mark);
  if (title) {
    mark.dataset.tip = title.textContent;
    if (!mark.hasAttribute("aria-label")) mark.setAttribute("aria-label", title.textContent);
    title.remove();
    return mark.dataset.tip;
  }
  const link = mark.closest("li, td")?.querySelector("a[href^='#cell=']");
  return link ? sentence(link.hash) : "";
}
function sentence(hash) {
  const found = cellAt(hash);
  if (!found) return "";
  const { participant, condition } = found;
  const point = points().find((each) => each.condition === condition);
  if (!point) return "";
  const head = `${data.participants[participant].name}, ${data.conditions[condition].label}`;
  if (point.texts[participant] == null) return `${head}\n${point.reasons[participant]}`;
  const compared = pair(point, participant, state.reference);
  const line = compared
    ? `${compared.ratio.toPrecision(4)}× ${data.participants[state.reference].name}` +
      (compared.low === null ? "" : ` [${compared.low.toPrecision(4)}, ${compared.high.toPrecision(4)}]`) +
      `, ${(compared.verdict ?? undecided).words}, ${compared.blocks} blocks`
    : "the reference";
  return `${head}\n${data.questions[state.question].title}: ${point.texts[participant]}\n${line}`;
}
function show(text, x, y) {
  tip.style.display = text ? "block" : "none";
  if (!text) return;
  tip.textContent = text;
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(6, Math.min(innerWidth - box.width - 6, x + 12))}px`;
  tip.style.top = `${y + 18 + box.height > innerHeight ? y - box.height - 10 : y + 16}px`;
}
document.addEventListener("pointermove", (event) => show(words(event.target), event.clientX, event.clientY));
document.documentElement.addEventListener("pointerleave", () => show(""));
document.addEventListener("scroll", () => show(""), { passive: true });
document.addEventListener("focusin", (event) => {
  if (!event.target.matches(":focus-visible")) return;
  const box = event.target.getBoundingClientRect(), text = words(event.target);
  show(text, box.left, box.bottom - 14);
  find("#live").textContent = text;
});

/** One stop of the tab key for a whole chart or table; arrows move within it. */
function rove(box, selector) {
  const items = () => all(selector, box).filter((item) => item.getClientRects().length);
  all(selector, box).forEach((item, index) => { item.tabIndex = index ? -1 : 0; });
  if (box.dataset.roves) return;
  box.dataset.roves = selector;
  box.addEventListener("keydown", (event) => {
    const current = event.target.closest(selector), direction = event.key.replace("Arrow", "");
    if (!current || !["Left", "Right", "Up", "Down"].includes(direction)) return;
    const list = items(), from = current.getBoundingClientRect();
    let next = list[list.indexOf(current) + (direction === "Right" ? 1 : -1)];
    if (direction === "Up" || direction === "Down") {
      const distance = (item) => {
        const to = item.getBoundingClientRect(), down = (to.top - from.top) * (direction === "Down" ? 1 : -1);
        return down > 3 ? down * 50 + Math.abs(to.left - from.left) : Infinity;
      };
      next = list.reduce((best, item) => (distance(item) < (best ? distance(best) : Infinity) ? item : best), null);
    }
    if (!next) return;
    event.preventDefault();
    current.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

// One cell

const dialog = find("#cell");
let origin = null;

function cellAt(hash) {
  const text = decodeURIComponent(hash).replace(/^#cell=/, "");
  for (const [participant, { name: start }] of data.participants.entries()) {
    if (!text.startsWith(`${start}/`)) continue;
    const condition = data.conditions.findIndex((each) => each.id === text.slice(start.length + 1));
    if (condition >= 0) return { participant, condition };
  }
  return null;
}

/** Dots by block, around a middle; null where there is no observation. */
function dots(values, middle, text) {
  const known = values.filter((value) => value !== null), height = 120;
  const low = Math.min(...known, middle), high = Math.max(...known, middle), room = (high - low) * 0.12 || middle * 0.01;
  const y = (value) => height - 16 - ((value - low + room) / (high - low + 2 * room)) * (height - 22);
  const x = (block) => 54 + ((block + 0.5) / values.length) * 260;
  const line = (value, style) => `<line class="${style}" x1="50" x2="316" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"></line>`;
  const label = (value) => `<text x="46" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${short(value)}×</text>`;
  const marks = values.map((value, block) => value === null ? "" :
    `<circle class="mark" r="3.4" cx="${x(block).toFixed(1)}" cy="${y(value).toFixed(1)}" data-tip="block ${block + 1}: ${short(value)}× ${text}"></circle>`);
  return `<svg viewBox="0 0 320 ${height}" role="img" aria-label="block by block">${line(low, "grid")}${label(low)}${line(middle, "axis")}` +
    `${line(high, "grid")}${label(high)}${marks.join("")}<text x="54" y="${height - 2}">block 1</text>` +
    `<text x="314" y="${height - 2}" text-anchor="end">${values.length}</text></svg>`;
}

function openCell(participant, condition) {
  const { label, summary, files, figures } = data.conditions[condition];
  const index = data.questions[state.question].points.some((point) => point.condition === condition) ? state.question
    : data.questions.findIndex((question) => question.points.some((point) => point.condition === condition));
  const question = data.questions[index], point = question.points.find((each) => each.condition === condition);
  const text = point.texts[participant], found = pair(point, participant, state.reference);
  const rival = data.participants[state.reference].name, full = data.participants[participant].name;
  const said = text == null ? point.reasons[participant] : `${question.title}: ${text}` +
    (found ? `; ${short(found.ratio)}× ${rival}${found.low === null ? "" : `, 95 % interval ${interval(found)}`}: ${(found.verdict ?? undecided).words}` : "; the reference") +
    (point.winner === participant ? "; better than every other" : "");
  const values = point.values[participant], observed = values.filter((value) => value !== null);
  const mean = Math.exp(observed.reduce((sum, value) => sum + Math.log(value), 0) / observed.length);
  const charts = observed.length ? `<div class="${data.participants[participant].look}"><h3>Block by block, over their mean</h3>` +
    `${dots(values.map((value) => (value === null ? null : value / mean)), 1, "the mean")}</div>` : "";
  const paired = found ? `<div class="${data.participants[participant].look}"><h3>Over ${escaped(rival)}, block by block</h3>` +
    `${dots(logRatios(point, participant, state.reference).map((value) => (value === null ? null : Math.exp(value))), found.ratio, escaped(rival))}</div>` : "";
  const rows = figures?.[participant].map(([title, value]) => `<tr><td>${escaped(title)}</td><td>${escaped(value)}</td></tr>`).join("");
  const others = data.participants.map((_, other) => ({ other, found: pair(point, participant, other) })).filter((each) => each.found)
    .sort((a, b) => question.better * (a.found.ratio - b.found.ratio));
  const versus = others.map(({ other, found: ratio }) => `<span>${name(other)} ${short(ratio.ratio)}× ${glyph(ratio.verdict ?? undecided)}</span>`).join(" ");
  const cite = `${full}, ${label}: ${said}. harness run ${data.run}, ${data.date}, machine ${data.machine}. ` +
    `${location.href.split("#")[0]}#${encodeURI(address(participant, condition))}`;
  dialog.innerHTML = `<header><div><p class="kick">${escaped(summary)}</p><h2 id="cell-title">${name(participant)} under ${escaped(label)}</h2></div>` +
    `<button class="button" id="close" aria-label="Close">✕</button></header><p>${escaped(said)}</p><div class="two">${charts}${paired}` +
    `${rows ? `<div><h3>All figures</h3><table>${rows}</table></div>` : ""}` +
    `${versus ? `<div><h3>Over everybody else</h3><p class="others">${versus}</p></div>` : ""}</div><p class="citation" id="citation">${escaped(cite)}</p>` +
    `<button class="button" data-copy="citation">copy citation</button> <a href="${escaped(encodeURI(files[participant]))}">${escaped(files[participant])}</a>`;
  find("#close").addEventListener("click", () => dialog.close());
  if (!dialog.open) dialog.showModal();
}

function followAddress() {
  const found = location.hash.startsWith("#cell=") ? cellAt(location.hash) : null;
  if (!found) {
    if (dialog.open) dialog.close();
    return;
  }
  const cell = document.getElementById(address(found.participant, found.condition));
  origin = document.activeElement?.matches("a[href^='#cell=']") ? document.activeElement : find("a", cell ?? document.body);
  cell?.classList.add("hit");
  openCell(found.participant, found.condition);
}
addEventListener("hashchange", followAddress);
dialog.addEventListener("close", () => {
  if (location.hash.startsWith("#cell=")) history.replaceState(null, "", location.pathname + location.search + "#matrix");
  all(".hit").forEach((cell) => cell.classList.remove("hit"));
  origin?.focus({ preventScroll: true });
});
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

// What is chosen

find("#measure").addEventListener("change", (event) => { state.question = Number(event.target.value); draw(); });
find("#reference").addEventListener("change", (event) => { state.reference = Number(event.target.value); draw(); });
function choose(button) {
  all("button", button.parentNode).forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  drawForest();
}
all("[data-zoom]").forEach((button) => button.addEventListener("click", () => { state.zoom = Number(button.dataset.zoom); choose(button); }));
all("[data-order]").forEach((button) => button.addEventListener("click", () => { state.order = button.dataset.order; choose(button); }));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  navigator.clipboard?.writeText(document.getElementById(button.dataset.copy).textContent);
  button.textContent = "copied";
});
try {
  const theme = localStorage.getItem("harness-theme");
  if (theme) document.getElementById(theme).checked = true;
  all(".theme input").forEach((input) => input.addEventListener("change", () => localStorage.setItem("harness-theme", input.id)));
} catch { /* A page from disk may have no storage. */ }

const links = all(".bar nav a");
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((each) => each.isIntersecting))
    for (const link of links) link.toggleAttribute("aria-current", link.hash === `#${entry.target.id}`);
}, { rootMargin: "-12% 0px -80% 0px" });
all("main > section").forEach((section) => watcher.observe(section));
addEventListener("beforeprint", () => all("details").forEach((each) => { each.open = true; }));
rove(find("#heatmap"), "tbody td a");
followAddress();
