// Shows an explorer's frames, and lets them be touched. The same on every kind of page:
// what differs is how controls are reached, and that an adapter says.
const SVG = "http://www.w3.org/2000/svg";
const NEAR = 30; // pixels of the picture: who points nearer than this finds a point
const BUSY_MS = 100;

const make = (name, cls, parent, attributes = {}) => {
  const html = ["div", "p"].includes(name);
  const node = html ? document.createElement(name) : document.createElementNS(SVG, name);
  node.setAttribute("class", cls);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return parent.appendChild(node);
};

// Numbers of a matrix, as hundredths in 16 bits.
const numbersOf = (hit) => hit.decoded ??= new Int16Array(
  Uint8Array.from(atob(hit.numbers), (letter) => letter.charCodeAt(0)).buffer);

const written = (hundredths) => (hundredths / 100)
  .toFixed(Math.abs(hundredths) < 1000 ? 2 : 1).replace("-", "−").replace(/^−0\.00$/, "0.00");

// Where a hit is, what it says at a place, and what a click there sets. A place is a row
// and a column of a grid, or the number of a spot.
const kinds = {
  grid: {
    box: (hit) => hit.box,
    find: (hit, x, y) => {
      const [left, top, width, height] = hit.box, [rows, columns] = hit.shape;
      const clamp = (share, count) => Math.min(Math.max(Math.floor(share * count), 0), count - 1);
      if (x < left || y < top || x > left + width || y > top + height) return null;
      return [clamp((y - top) / height, rows), clamp((x - left) / width, columns)];
    },
    cell: (hit, [row, column]) => {
      const [left, top, width, height] = hit.box, [rows, columns] = hit.shape;
      const size = [width / columns, height / rows];
      return [left + column * size[0], top + row * size[1], ...size];
    },
    says: (hit, [row, column]) => {
      const cell = row * hit.shape[1] + column;
      const number = hit.texts?.[cell] ?? written(numbersOf(hit)[cell]);
      const words = { row: hit.rows[row], column: hit.columns[column], number };
      return hit.says.replace(/\{(\w+)\}/g, (_, name) => words[name]);
    },
    // Who walks over a matrix with the arrow keys has not yet clicked on it as a whole.
    sets: (hit, [row, column], walks) => hit.sets.filter(([, along]) => !walks || along !== "all")
      .map(([name, along, values]) => [name, values[{ row, column, all: 0 }[along]]]),
    move: (hit, [row, column], right, down) => {
      const [rows, columns] = hit.shape;
      return [Math.min(Math.max(row + down, 0), rows - 1),
        Math.min(Math.max(column + right, 0), columns - 1)];
    },
    first: (hit, get) => {
      const at = { row: 0, column: 0 };
      for (const [name, along, values] of hit.sets)
        if (along in at) at[along] = Math.max(values.indexOf(get(name)), 0);
      return [at.row, at.column];
    },
  },
  spots: {
    box: (hit) => {
      const sides = hit.spots.map(([x, y, w, h]) => [x - 6 * !w, y - 6 * !h, x + w + 6 * !w, y + h + 6 * !h]);
      const [left, top] = [0, 1].map((i) => Math.min(...sides.map((side) => side[i])));
      const [right, foot] = [2, 3].map((i) => Math.max(...sides.map((side) => side[i])));
      return [left, top, right - left, foot - top];
    },
    find: (hit, x, y) => {
      let found = null, nearest = NEAR;
      hit.spots.forEach(([left, top, w, h], number) => {
        const away = Math.hypot(Math.max(left - x, 0, x - left - w), Math.max(top - y, 0, y - top - h));
        const limit = w ? 0.5 : nearest;
        if (away < limit) { found = [number]; nearest = Math.min(away, nearest); }
      });
      return found;
    },
    cell: (hit, [number]) => {
      const [x, y, w, h] = hit.spots[number];
      return w ? [x, y, w, h] : [x - 7, y - 7, 14, 14];
    },
    says: (hit, [number]) => hit.spots[number][4],
    sets: (hit, [number]) => hit.sets && hit.spots[number][5] !== null
      ? [[hit.sets, hit.spots[number][5]]] : [],
    move: (hit, [number], right, down) =>
      [Math.min(Math.max(number + right + down, 0), hit.spots.length - 1)],
    first: (hit, get) =>
      [Math.max(hit.spots.findIndex((spot) => hit.sets && spot[5] === get(hit.sets)), 0)],
  },
};

// What models keep of their explorer, shared by all of its views: frames and parts.
class Tape {
  constructor() { this.parts = new Map(); this.frames = new Map(); }
  keep({ fresh = {}, gone = [], frames = [], forget = false }) {
    if (forget) this.frames.clear();
    for (const [id, part] of Object.entries(fresh)) this.parts.set(id, part);
    for (const frame of frames) this.frames.set(frame.key, frame);
    for (const id of gone) this.parts.delete(id);
  }
  missing(frame) { return frame.parts.filter((id) => !this.parts.has(id)); }
  get(key) {
    const frame = this.frames.get(key);
    return frame && !this.missing(frame).length ? frame : null;
  }
}

// adapter: get(name), set(name, value), title
class View {
  constructor(root, tape, adapter) {
    Object.assign(this, { tape, adapter, root, drawn: [], hits: [], places: [] });
    this.note = make("div", "stage-note", root, { role: "status" });
    this.problem = make("div", "stage-problem", root, { role: "alert" });
    this.box = make("div", "stage-view", root);
    this.svg = make("svg", "stage-picture", this.box, { role: "group", "aria-label": adapter.title });
    this.layer = make("g", "stage-parts", this.svg);
    this.touch = make("g", "stage-hits", this.svg);
    this.cursor = make("rect", "stage-cursor", this.svg, { visibility: "hidden" });
    this.tip = make("div", "stage-tip", this.box, { hidden: "", role: "tooltip" });
    this.says = make("p", "stage-says", root, { "aria-live": "polite" });
    this.svg.addEventListener("pointermove", (event) => this.point(event));
    this.svg.addEventListener("pointerdown", (event) => this.point(event));
    this.svg.addEventListener("pointerleave", () => this.leave());
    this.svg.addEventListener("click", (event) => this.click(event));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("focusin", (event) => this.focus(event.target));
    this.svg.addEventListener("focusout", () => this.leave());
  }

  show(frame) {
    this.busy(false);
    const parts = frame.parts.map((id) => this.tape.parts.get(id));
    this.svg.setAttribute("viewBox", `0 0 ${frame.width ?? this.width} ${frame.height ?? this.height}`);
    this.width = frame.width ?? this.width; this.height = frame.height ?? this.height;
    frame.parts.forEach((id, place) => {
      if (this.drawn[place] === id) return;
      const node = this.layer.children[place] ?? make("g", "", this.layer);
      node.innerHTML = parts[place].svg;
      this.drawn[place] = id;
    });
    while (this.layer.children.length > parts.length) this.layer.lastChild.remove();
    this.drawn.length = parts.length;
    this.showHits(parts.flatMap((part) => part.hits ?? []));
    this.says.textContent = frame.sentence;
    this.note.textContent = frame.note;
    this.problem.textContent = "";
    this.root.dispatchEvent(new CustomEvent("stage:drawn", { bubbles: true, composed: true }));
  }

  showHits(hits) {
    hits.forEach((hit, number) => {
      const node = this.touch.children[number] ?? make("rect", "stage-hit", this.touch,
        { tabindex: 0, role: "slider", "aria-valuemin": 0 });
      if (this.hits[number] !== hit) {
        ["x", "y", "width", "height"].forEach((side, i) =>
          node.setAttribute(side, kinds[hit.kind].box(hit)[i]));
        node.setAttribute("class", `stage-hit${hit.sets?.length ? " sets" : ""}`);
        node.setAttribute("aria-label", hit.label ?? [hit.sets ?? []].flat(2)
          .find((name) => typeof name === "string") ?? "numbers");
      }
      const focused = node === document.activeElement;
      this.places[number] = focused && this.places[number]
        ? kinds[hit.kind].move(hit, this.places[number], 0, 0)
        : kinds[hit.kind].first(hit, this.adapter.get);
      this.name(node, hit, this.places[number]);
    });
    while (this.touch.children.length > hits.length) this.touch.lastChild.remove();
    this.hits = hits;
    if (this.pointed) this.mark(...this.pointed);
  }

  name(node, hit, place) {
    const count = hit.kind === "grid" ? hit.shape[0] * hit.shape[1] : hit.spots.length;
    node.setAttribute("aria-valuemax", count - 1);
    node.setAttribute("aria-valuenow", hit.kind === "grid" ? place[0] * hit.shape[1] + place[1] : place[0]);
    node.setAttribute("aria-valuetext", kinds[hit.kind].says(hit, place));
  }

  // Marks a place of a hit, and says what is there.
  mark(number, place) {
    const hit = this.hits[number];
    if (!hit) { this.leave(); return; }
    const at = kinds[hit.kind].move(hit, place, 0, 0), [x, y, w, h] = kinds[hit.kind].cell(hit, at);
    ["x", "y", "width", "height"].forEach((side, i) => this.cursor.setAttribute(side, [x, y, w, h][i]));
    this.cursor.setAttribute("visibility", "visible");
    this.tip.textContent = kinds[hit.kind].says(hit, at);
    this.tip.hidden = false;
    const scale = this.svg.clientWidth / this.width || 1, half = this.tip.clientWidth / 2;
    const middle = Math.min(Math.max((x + w / 2) * scale, half), this.svg.clientWidth - half);
    this.tip.style.left = `${middle}px`;
    const above = y * scale > this.tip.clientHeight + 6;
    this.tip.style.top = `${above ? y * scale - 4 : (y + h) * scale + this.tip.clientHeight + 6}px`;
    this.pointed = [number, at];
  }

  leave() {
    this.pointed = null; this.tip.hidden = true;
    this.cursor.setAttribute("visibility", "hidden");
  }

  under(event) {
    const frame = this.svg.getBoundingClientRect(), scale = this.width / frame.width;
    const [x, y] = [(event.clientX - frame.left) * scale, (event.clientY - frame.top) * scale];
    for (let number = this.hits.length - 1; number >= 0; number--) {
      const place = kinds[this.hits[number].kind].find(this.hits[number], x, y);
      if (place) return [number, place];
    }
    return null;
  }

  point(event) {
    const found = this.under(event);
    if (found) this.mark(...found); else this.leave();
  }

  click(event) {
    const found = this.under(event);
    if (!found) return;
    this.touch.children[found[0]].focus({ preventScroll: true });
    this.choose(...found);
  }

  choose(number, place, walks = false) {
    this.places[number] = place;
    const hit = this.hits[number];
    for (const [name, value] of kinds[hit.kind].sets(hit, place, walks))
      if (value !== undefined && value !== null) this.adapter.set(name, value);
    if (this.hits[number]) this.mark(number, place);
  }

  focus(node) {
    const number = [...this.touch.children].indexOf(node);
    if (number >= 0 && node.matches(":focus-visible")) this.mark(number, this.places[number]);
  }

  key(event) {
    const number = [...this.touch.children].indexOf(event.target), hit = this.hits[number];
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (!hit || event.ctrlKey || event.metaKey || event.altKey) return;
    if (ways[event.key]) {
      const place = kinds[hit.kind].move(hit, this.places[number], ...ways[event.key]);
      this.name(event.target, hit, place);
      this.choose(number, place, true);
    } else if (event.key === "Enter" || event.key === " ") this.choose(number, this.places[number]);
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault(); event.stopPropagation();
  }

  busy(waits) {
    clearTimeout(this.timer); this.mark_busy?.remove(); this.mark_busy = null;
    if (waits) this.timer = setTimeout(() => {
      this.mark_busy = make("div", "stage-busy", this.box, { role: "status" });
      this.mark_busy.textContent = "computing …";
    }, BUSY_MS);
  }
}

// In JupyterLab and its like: controls are other widgets of the same kernel.
const tapes = globalThis.stageTapes ??= new Map();

// The pictures' font comes once a page, whoever asks first.
const askForFonts = (model) => {
  if (globalThis.stageFonts) return;
  globalThis.stageFonts = true;
  model.on("msg:custom", (message, buffers) => {
    if (message.fonts) buffers.forEach((data, bold) => document.fonts.add(new FontFace(
      "Lesson Sans", data.buffer ?? data, { weight: bold ? "bold" : "normal" })));
  });
  model.send({ fonts: true });
};

async function render({ model, el }) {
  const specs = Object.entries(model.get("controls"));
  const manager = model.widget_manager;
  const widgets = Object.fromEntries(await Promise.all(specs.map(async ([name, spec]) =>
    [name, await manager.get_model(spec.id)])));
  const traits = model.get("controls");
  const name = specs.map(([, spec]) => spec.id).join() || model.get("title");
  if (!tapes.has(name)) tapes.set(name, new Tape());
  const tape = tapes.get(name);
  const view = new View(el, tape, {
    title: model.get("title"),
    get: (control) => widgets[control]?.get(traits[control].trait),
    set: (control, value) => {
      if (widgets[control].get(traits[control].trait) === value) return;
      widgets[control].set(traits[control].trait, value);
      widgets[control].save_changes();
    },
  });
  const key = () => JSON.stringify(specs.map(([control, spec]) => widgets[control].get(spec.trait)));
  const show = () => {  // the kernel's frame, unless the controls have gone further
    const frame = model.get("frame");
    tape.keep(frame);
    tape.frames.set(frame.key, frame);
    const ahead = tape.get(key()), wanted = frame.key === key() || !ahead ? frame : ahead;
    const missing = tape.missing(wanted);
    if (missing.length) model.send({ need: missing }); else view.show(wanted);
  };
  const follow = () => {
    const frame = tape.get(key());
    if (frame) view.show(frame); else view.busy(true);
  };
  const receive = (message) => {
    tape.keep(message);
    if (message.fresh && !message.frames) show();
  };
  const complain = () => { view.busy(false); view.problem.textContent = model.get("problem"); };
  askForFonts(model);
  model.on("change:frame", show);
  model.on("change:problem", complain);
  model.on("msg:custom", receive);
  for (const [control, spec] of specs) widgets[control].on(`change:${spec.trait}`, follow);
  show();
  // ipywidgets draw the controls in their own time.
  const patience = [0, 300, 2000].map((ms) => setTimeout(() => nameControls(el.closest(".stage")), ms));
  model.on("destroy", () => tapes.delete(name));
  return () => {
    patience.forEach(clearTimeout);
    model.off("change:frame", show);
    model.off("change:problem", complain);
    model.off("msg:custom", receive);
    for (const [control, spec] of specs) widgets[control].off(`change:${spec.trait}`, follow);
  };
}

// ipywidgets leave sliders and lists without a name that a screen reader finds, and
// JupyterLab takes the arrow keys of a list for its own.
function nameControls(root) {
  for (const box of root?.querySelectorAll(".widget-inline-hbox, .widget-play, .widget-hprogress") ?? []) {
    const words = box.querySelector(".widget-label")?.textContent || box.title || "progress";
    for (const part of box.querySelectorAll(".noUi-handle, select, input, [contenteditable], [role=progressbar], .widget-readout"))
      if (!part.getAttribute("aria-label")) part.setAttribute("aria-label", part.title || words);
    for (const button of box.querySelectorAll("button"))
      if (!button.textContent.trim()) button.setAttribute("aria-label", button.title || words);
  }
  for (const list of root?.querySelectorAll("select, .stage-picture") ?? [])
    list.dataset.lmSuppressShortcuts = "true";
}

export default { render };
