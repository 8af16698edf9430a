// Draws forest plots and the matrix by another measure or reference. Observations are in the page; ratios and their intervals follow from
// them here as they do in the host.
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const state = { question: 0, reference: data.reference, zoom: 0, order: "ratio" };
const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const verdicts = Object.fromEntries(data.verdicts.map((verdict) => [verdict.letter, verdict]));
const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => String(text).replace(/[&<>"]/g, (character) => entities[character]);
const place = (value, digits = 1) => String(Number(value.toFixed(digits))) + "%";

/** Three significant digits, as the host writes them. */
function short(value) {
  if (!Number.isFinite(value)) return "n/a";
  if (value === 0) return "0";
  const digits = Math.min(15, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  const longer = digits > 0 && Math.round(Math.abs(value) * 10 ** digits) >= 1000;
  return value.toFixed(longer ? digits - 1 : digits);
}

// Pairs

/** The logarithms of a participant's observations over the reference's, block by block; null where one of both is missing. */
function logRatios(point, participant, reference) {
  return point.values[participant].map((value, block) => {
    const other = point.values[reference][block];
    return value && other ? Math.log(value / other) : null;
  });
}

/** A participant over the reference: ratio, interval and verdict; null without a block in common. */
function pair(point, participant, reference) {
  if (participant === reference) return null;
  const logs = logRatios(point, participant, reference).filter((value) => value !== null);
  if (!logs.length) return null;
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1);
  const half = logs.length < data.fewestBlocks ? null : data.quantiles[logs.length - 2] * Math.sqrt(variance / logs.length);
  const letter = point.verdicts[reference]?.[participant];
  return {
    ratio: Math.exp(mean), low: half === null ? null : Math.exp(mean - half), high: half === null ? null : Math.exp(mean + half),
    blocks: logs.length, verdict: verdicts[letter] ?? null,
  };
}

const undecided = { name: "none", mark: "·", words: "not compared in this run", isDecided: false };
const glyph = (verdict) =>
  `<em class="verdict ${verdict.name}" role="img" aria-label="${verdict.words}">${verdict.mark}</em>`;
const key = (participant) =>
  `<svg class="key ${data.participants[participant].look}" aria-hidden="true"><use href="#${data.participants[participant].shape}"></use></svg>`;
function name(participant) {
  const text = data.participants[participant].name, slash = text.lastIndexOf("/") + 1;
  const adapter = slash ? `<span class="adapter">${escaped(text.slice(0, slash))}</span>` : "";
  return key(participant) + adapter + escaped(text.slice(slash));
}
const address = (participant, condition) => `cell=${data.participants[participant].name}/${data.conditions[condition].id}`;
const points = (question = state.question) => data.questions[question].points;
const interval = (found) => (found.low === null ? "" : `${short(found.low)}–${short(found.high)}`);

// Forest plots

/** Where ratios stand, in percent; logarithmic. */
function scaleFor(ends) {
  const logs = ends.map(Math.log), least = Math.min(...logs), most = Math.max(...logs), room = (most - least) * 0.04;
  const low = least - room, high = most + room;
  const at = (value) => Math.min(100, Math.max(0, (100 * (Math.log(value) - low)) / (high - low)));
  const within = (value) => Math.log(value) >= low && Math.log(value) <= high;
  let ticks = [];
  for (const mantissas of [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    ticks = [];
    for (let decade = -12; decade <= 12; decade += 1)
      for (const mantissa of mantissas) ticks.push(Number((mantissa * 10 ** decade).toPrecision(2)));
    ticks = ticks.filter(within);
    if (ticks.length <= (data.isDense ? 5 : 9)) break;
  }
  return { at, within, ticks };
}

function labels(scale) {
  return scale.ticks.map((tick, index) => {
    const x = scale.at(tick), anchor = x < 3 ? "start" : x > 97 ? "end" : "middle";
    return `<text${index % 2 ? ' class="spare"' : ""} x="${place(x)}" y="12" text-anchor="${anchor}">${Number(short(tick))}×</text>`;
  }).join("");
}

function background(scale, delta) {
  const low = scale.at(1 / (1 + delta)), high = scale.at(1 + delta);
  const lines = scale.ticks.map((tick) => {
    const x = place(scale.at(tick));
    return `<line class="${tick === 1 ? "one" : "grid"}" x1="${x}" x2="${x}" y1="0" y2="100%"></line>`;
  });
  return `<rect class="band" x="${place(low)}" width="${place(high - low)}" height="100%"></rect>${lines.join("")}`;
}

function forestRow(point, participant, found, scale) {
  const { look, shape } = data.participants[participant], height = data.isDense ? 18 : 24;
  const link = `<a href="#${escaped(address(participant, point.condition))}">${name(participant)}</a>`;
  if (!found) {
    const why = point.reasons[participant] ?? point.reasons[state.reference] ?? "no block in common";
    return `<li class="${look}">${link}<span class="why">${escaped(why)}</span><span class="value"><em class="verdict" aria-label="no number">✕</em></span></li>`;
  }
  const verdict = found.verdict ?? undecided;
  const bar = found.low === null ? ""
    : `<line x1="${place(scale.at(found.low))}" x2="${place(scale.at(found.high))}" y1="${height / 2}" y2="${height / 2}"></line>`;
  const outside = scale.within(found.ratio) ? "" : found.ratio < 1 ? "◂" : "▸";
  const mark = outside
    ? `<text x="${place(scale.at(found.ratio))}" y="${height / 2 + 4}" text-anchor="${outside === "◂" ? "start" : "end"}">${outside}</text>`
    : `${bar}<use href="#${shape}" x="${place(scale.at(found.ratio))}" y="${height / 2}"></use>`;
  const star = point.winner === participant ? "★" : "";
  return `<li class="${look}">${link}<svg height="${height}"><g class="mark ${look}${verdict.isDecided ? "" : " open"}">${mark}</g></svg>` +
    `<span class="value"><b>${short(found.ratio)}×</b><i>${interval(found)}</i><span>${star}${glyph(verdict)}</span></span></li>`;
}

function forestPanel(question, point, scale) {
  const condition = data.conditions[point.condition];
  const rows = data.participants.map((_, participant) => ({ participant, found: pair(point, participant, state.reference) }))
    .filter((row) => row.participant !== state.reference);
  if (state.order === "ratio") {
    const rank = (row) => (row.found ? -question.better * row.found.ratio : Infinity);
    rows.sort((a, b) => rank(a) - rank(b) || 0);
  }
  const resolution = point.resolution ? `; resolution ${point.resolution}` : "";
  const axis = data.isDense ? `<svg class="axis" height="17" aria-hidden="true">${labels(scale)}</svg>` : "";
  return `<article class="panel ${condition.category}" data-condition="${escaped(condition.id)}"><h3>${escaped(condition.label)} ` +
    `<small>${escaped(condition.summary + resolution)}</small></h3><div class="plot"><svg class="back" aria-hidden="true">` +
    `${background(scale, question.delta)}</svg>${axis}<ul>` +
    `${rows.map((row) => forestRow(point, row.participant, row.found, scale)).join("")}</ul></div></article>`;
}

function drawForest() {
  const forest = find("#forest");
  if (!forest) return;
  const question = data.questions[state.question];
  const ends = state.zoom ? [1 / state.zoom, state.zoom] : [0.8, 1.25].concat(question.points.flatMap((point) =>
    data.participants.flatMap((_, participant) => {
      const found = pair(point, participant, state.reference);
      return found ? [found.ratio, found.low ?? found.ratio, found.high ?? found.ratio] : [];
    })));
  const scale = scaleFor(ends);
  const axes = find(".axes svg", forest);
  if (axes) axes.innerHTML = labels(scale);
  const panels = new Map();
  for (const point of question.points) {
    const category = data.conditions[point.condition].category;
    panels.set(category, (panels.get(category) ?? "") + forestPanel(question, point, scale));
  }
  if (!data.isDense) {
    find(".panels", forest).innerHTML = [...panels.values()].join("");
    return;
  }
  for (const group of all("details.group", forest)) {
    const category = [...group.classList].find((each) => panels.has(each));
    find(".panels", group).innerHTML = category ? panels.get(category) : "";
  }
}

// The matrix

const steps = [1.1, 1.5, 4];
function step(found, better) {
  if (!found) return "";
  if (found.verdict?.name === "equivalent") return "equal";
  const gain = better < 0 ? 1 / found.ratio : found.ratio;
  const size = 1 + steps.filter((edge) => Math.abs(Math.log(gain)) >= Math.log(edge)).length;
  return `${gain > 1 ? "better" : "worse"}${size}${found.verdict?.isDecided ? "" : " open"}`;
}

function matrixCell(question, point, participant) {
  const look = data.participants[participant].look, id = escaped(address(participant, point.condition));
  const text = point.texts[participant];
  if (text == null) {
    const words = escaped((point.reasons[participant] ?? "").split(":")[0]);
    return `<td class="${look} none" id="${id}"><a href="#${id}"><span>${data.isDense ? `✕<span class="hidden"> ${words}</span>` : words}</span></a></td>`;
  }
  const found = pair(point, participant, state.reference);
  const observed = point.values[participant].filter((value) => value);
  const mean = observed.reduce((sum, value) => sum + value, 0) / observed.length;
  const ratio = found ? `${short(found.ratio)}×${found.low === null ? "" : ` ${interval(found)}`}` : "";
  const star = point.winner === participant ? "★ " : "";
  const mark = found ? glyph(found.verdict ?? undecided) : "ref";
  return `<td class="${look} ${step(found, question.better)}" id="${id}" data-v="${mean}"><a href="#${id}"><i class="ratio">${ratio}</i>` +
    `<i>${star}${mark}</i><b>${escaped(text)}</b></a></td>`;
}

function drawMatrix() {
  const table = find("#heatmap"), question = data.questions[state.question];
  const heads = all("thead th[data-participant]", table).map((head) => data.participants.findIndex((each) => each.name === head.dataset.participant));
  const categories = all("tr.category", table);
  const rows = new Map(categories.map((row) => [[...row.classList].find((each) => /^c\d+$/.test(each)), []]));
  for (const point of question.points) {
    const condition = data.conditions[point.condition];
    const cells = heads.map((participant) => matrixCell(question, point, participant)).join("");
    rows.get(condition.category)?.push(`<tr class="${condition.category}" data-condition="${escaped(condition.id)}"><th scope="row">${escaped(condition.label)}</th>${cells}</tr>`);
  }
  all("tbody tr:not(.category)", table).forEach((row) => row.remove());
  for (const head of categories) {
    head.hidden = false;
    const category = [...head.classList].find((each) => rows.has(each));
    head.insertAdjacentHTML("afterend", rows.get(category).join(""));
  }
  all("[aria-sort]", table).forEach((head) => head.removeAttribute("aria-sort"));
  const foot = find("tfoot", table);
  if (foot) foot.hidden = state.question !== 0 || state.reference !== data.reference;
  rove(table, "tbody td a");
}
