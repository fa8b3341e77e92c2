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

const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

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
      const [down, right] = [(y - top) / height * rows, (x - left) / width * columns];
      if (down < 0 || right < 0 || down > rows || right > columns) return null;
      return [Math.min(Math.floor(down), rows - 1), Math.min(Math.floor(right), columns - 1)];
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
    move: (hit, [row, column], right, down) =>
      [clamp(row + down, 0, hit.shape[0] - 1), clamp(column + right, 0, hit.shape[1] - 1)],
    first: (hit, get) => {
      const at = { row: 0, column: 0 };
      for (const [name, along, values] of hit.sets)
        if (along in at) at[along] = Math.max(values.indexOf(get(name)), 0);
      return [at.row, at.column];
    },
  },
  spots: {
    box: (hit) => {
      const cells = hit.spots.map((_, number) => kinds.spots.cell(hit, [number]));
      const [left, top] = [0, 1].map((side) => Math.min(...cells.map((cell) => cell[side])));
      const [right, foot] = [0, 1].map((side) => Math.max(...cells.map((cell) => cell[side] + cell[side + 2])));
      return [left, top, right - left, foot - top];
    },
    find: (hit, x, y, nearest = NEAR) => {
      let found = null;
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
      [clamp(number + right + down, 0, hit.spots.length - 1)],
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
    this.wait = make("div", "stage-busy", this.box, { role: "status" });
    this.layer = make("g", "stage-parts", this.svg);
    this.touch = make("g", "stage-hits", this.svg);
    this.cursor = make("rect", "stage-cursor", this.svg, { visibility: "hidden" });
    this.tip = make("div", "stage-tip", this.box, { hidden: "", role: "tooltip" });
    this.says = make("p", "stage-says", root, { "aria-live": "polite" });
    for (const [name, act] of Object.entries({ pointermove: "point", pointerdown: "point",
      pointerleave: "leave", click: "click", keydown: "key", focusin: "focus", focusout: "leave" }))
      this.svg.addEventListener(name, (event) => this[act](event));
  }

  show(frame) {
    this.busy(false);
    const parts = frame.parts.map((id) => this.tape.parts.get(id));
    if (frame.width) Object.assign(this, { width: frame.width, height: frame.height });
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
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
        this.place(node, kinds[hit.kind].box(hit));
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

  place(node, box) {
    ["x", "y", "width", "height"].forEach((side, i) => node.setAttribute(side, box[i]));
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
    this.place(this.cursor, [x, y, w, h]);
    this.cursor.setAttribute("visibility", "visible");
    this.tip.textContent = kinds[hit.kind].says(hit, at);
    this.tip.hidden = false;
    const scale = this.svg.clientWidth / this.width || 1, half = this.tip.clientWidth / 2;
    const middle = clamp((x + w / 2) * scale, half, this.svg.clientWidth - half);
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
    let found = null, nearest = NEAR;  // of all points, or what has a size
    for (let number = this.hits.length - 1; number >= 0; number--) {
      const hit = this.hits[number], place = kinds[hit.kind].find(hit, x, y, nearest);
      if (!place) continue;
      const [left, top, width] = hit.spots?.[place[0]] ?? [0, 0, 1];
      if (width) return found ?? [number, place];
      found = [number, place];
      nearest = Math.hypot(x - left, y - top);
    }
    return found;
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

  focus({ target: node }) {
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
    clearTimeout(this.timer);
    this.wait.textContent = "";
    if (waits) this.timer = setTimeout(() => { this.wait.textContent = "computing …"; }, BUSY_MS);
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
  const controls = Object.fromEntries(await Promise.all(
    Object.entries(model.get("controls")).map(async ([name, { id, trait }]) => {
      const widget = await model.widget_manager.get_model(id);
      return [name, { widget, trait, id, get: () => widget.get(trait) }];
    })));
  const all = Object.values(controls), name = all.map((control) => control.id).join();
  if (!tapes.has(name)) tapes.set(name, new Tape());
  const tape = tapes.get(name);
  const view = new View(el, tape, {
    title: model.get("title"),
    get: (name) => controls[name]?.get(),
    set: (name, value) => {
      const { widget, trait, get } = controls[name];
      if (get() === value) return;
      widget.set(trait, value);
      widget.save_changes();
    },
  });
  const key = () => JSON.stringify(all.map((control) => control.get()));
  const show = () => {  // the kernel's frame, unless the controls have gone further
    const frame = model.get("frame");
    tape.keep({ ...frame, frames: [frame] });
    const wanted = frame.key === key() ? frame : tape.get(key()) ?? frame;
    const need = tape.missing(wanted);
    if (need.length) model.send({ need }); else view.show(wanted);
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
  const heard = [[model, "change:frame", show], [model, "change:problem", complain],
    [model, "msg:custom", receive], ...all.map(({ widget, trait }) => [widget, `change:${trait}`, follow])];
  askForFonts(model);
  heard.forEach(([speaker, event, act]) => speaker.on(event, act));
  model.on("destroy", () => tapes.delete(name));
  show();
  // ipywidgets draw the controls in their own time.
  const patience = [0, 300, 2000].map((ms) => setTimeout(() => nameControls(el.closest(".stage")), ms));
  return () => {
    patience.forEach(clearTimeout);
    heard.forEach(([speaker, event, act]) => speaker.off(event, act));
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
