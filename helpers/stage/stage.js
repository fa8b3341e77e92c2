// Shows an explorer's frames, and lets them be touched. The same on every kind of page:
// what differs is how controls are reached, and that an adapter says.
const SVG = "http://www.w3.org/2000/svg";
const NEAR = 30; // pixels of the picture: who points nearer than this finds a point
const BUSY_MS = 100, HIDDEN = -32768; // in place of the 0 of a cell that a mask hides
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const EVENTS = { pointermove: "point", pointerdown: "point", pointerleave: "leave",
  click: "click", keydown: "key", focusin: "focus", focusout: "leave" };

const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

const set = (node, attributes) => {
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};

const make = (name, cls, parent, attributes = {}) => {
  const node = name === "div" ? document.createElement(name) : document.createElementNS(SVG, name);
  return parent.appendChild(set(node, { class: cls, ...attributes }));
};

const put = (node, [x, y, width, height]) => set(node, { x, y, width, height });

// A matrix that can be touched; a place in it is a row and a column. Its numbers come as
// hundredths in 16 bits, unless there are texts.
class Grid {
  constructor(hit) {
    Object.assign(this, hit);
    const bytes = Uint8Array.from(atob(hit.numbers), (letter) => letter.charCodeAt(0));
    this.hundredths = new Int16Array(bytes.buffer);
    this.count = hit.shape[0] * hit.shape[1];
  }
  index([row, column]) { return row * this.shape[1] + column; }
  find(x, y) {
    const [left, top, width, height] = this.box, [rows, columns] = this.shape;
    const [row, column] = [(y - top) / height * rows, (x - left) / width * columns];
    if (row < 0 || column < 0 || row > rows || column > columns) return null;
    return { place: this.move([Math.floor(row), Math.floor(column)]), away: 0 };
  }
  cell([row, column]) {
    const [left, top, width, height] = this.box, [rows, columns] = this.shape;
    return [left + column * width / columns, top + row * height / rows, width / columns, height / rows];
  }
  number(place) {
    const hundredths = this.hundredths[this.index(place)];
    if (hundredths === HIDDEN) return "hidden";
    const text = (hundredths / 100).toFixed(Math.abs(hundredths) < 1000 ? 2 : 1);
    return text === "-0.00" ? "0.00" : text.replace("-", "−");
  }
  tells(place) {
    const number = this.texts?.[this.index(place)] ?? this.number(place);
    const words = { row: this.rows[place[0]], column: this.columns[place[1]], number };
    return this.says.replace(/\{(\w+)\}/g, (_, name) => words[name]);
  }
  // Who walks over a matrix with the arrow keys has not yet clicked on it as a whole.
  chosen([row, column], walks) {
    return this.sets.filter(([, along]) => !walks || along !== "all")
      .map(([name, along, values]) => [name, values[{ row, column, all: 0 }[along]]]);
  }
  move([row, column], right = 0, down = 0) {
    return [clamp(row + down, 0, this.shape[0] - 1), clamp(column + right, 0, this.shape[1] - 1)];
  }
  first(get) {
    const at = { row: 0, column: 0 };
    for (const [name, along, values] of this.sets)
      if (along in at) at[along] = Math.max(values.indexOf(get(name)), 0);
    return [at.row, at.column];
  }
}

// Places that can be touched: [x, y, width, height, what it says, what a click sets]; one
// without a size is found by whoever points near it.
class Spots {
  constructor(hit) {
    Object.assign(this, hit);
    this.count = hit.spots.length;
    const cells = hit.spots.map((_, number) => this.cell([number]));
    const [left, top] = [0, 1].map((side) => Math.min(...cells.map((cell) => cell[side])));
    const [right, foot] = [0, 1].map((side) => Math.max(...cells.map((cell) => cell[side] + cell[side + 2])));
    this.box = [left, top, right - left, foot - top];
  }
  index([number]) { return number; }
  find(x, y) {
    let found = null;
    this.spots.forEach(([left, top, w, h], number) => {
      const away = Math.hypot(Math.max(left - x, 0, x - left - w), Math.max(top - y, 0, y - top - h));
      if (away < (w ? 0.5 : found?.away ?? NEAR)) found = { place: [number], away: w ? 0 : away };
    });
    return found;
  }
  cell([number]) {
    const [x, y, w, h] = this.spots[number];
    return w ? [x, y, w, h] : [x - 7, y - 7, 14, 14];
  }
  tells([number]) { return this.spots[number][4]; }
  chosen([number]) { return this.sets ? [[this.sets, this.spots[number][5]]] : []; }
  move([number], right = 0, down = 0) { return [clamp(number + right + down, 0, this.count - 1)]; }
  first(get) {
    return [Math.max(this.spots.findIndex((spot) => this.sets && spot[5] === get(this.sets)), 0)];
  }
}

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

// adapter: get(name) and set(name, value) reach a control; title names the picture.
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
    this.says = make("div", "stage-says", root, { "aria-live": "polite" });
    for (const [name, act] of Object.entries(EVENTS))
      this.svg.addEventListener(name, (event) => this[act](event));
  }

  show(frame) {
    this.busy(false);
    if (frame.width) Object.assign(this, { width: frame.width, height: frame.height });
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    const parts = frame.parts.map((id) => this.tape.parts.get(id));
    frame.parts.forEach((id, place) => {
      if (this.drawn[place] === id) return;
      (this.layer.children[place] ?? make("g", "", this.layer)).innerHTML = parts[place].svg;
    });
    while (this.layer.children.length > parts.length) this.layer.lastChild.remove();
    this.drawn = frame.parts;
    this.showHits(parts.flatMap((part) => part.touched ??= (part.hits ?? [])
      .map((hit) => hit.kind === "grid" ? new Grid(hit) : new Spots(hit))));
    this.says.textContent = frame.sentence;
    this.note.textContent = frame.note;
    this.problem.textContent = "";
    this.root.dispatchEvent(new CustomEvent("stage:drawn", { bubbles: true, composed: true }));
  }

  showHits(hits) {
    hits.forEach((hit, number) => {
      const node = this.touch.children[number] ?? make("rect", "", this.touch,
        { tabindex: 0, role: "slider", "aria-valuemin": 0 });
      if (this.hits[number] !== hit) {
        const cls = `stage-hit${hit.sets?.length ? " sets" : ""}`;
        set(put(node, hit.box), { class: cls, "aria-label": hit.label || hit.sets || "numbers" });
      }
      const here = node === document.activeElement && this.places[number];
      this.places[number] = here ? hit.move(here) : hit.first(this.adapter.get);
      this.name(node, hit, this.places[number]);
    });
    while (this.touch.children.length > hits.length) this.touch.lastChild.remove();
    this.hits = hits;
    if (this.pointed) this.mark(...this.pointed);
  }

  name(node, hit, place) {
    const [max, now, text] = [hit.count - 1, hit.index(place), hit.tells(place)];
    set(node, { "aria-valuemax": max, "aria-valuenow": now, "aria-valuetext": text });
  }

  // Marks a place of a hit, and says what is there.
  mark(number, place) {
    const hit = this.hits[number];
    if (!hit) { this.leave(); return; }
    const at = hit.move(place), cell = hit.cell(at), [x, y, w, h] = cell;
    set(put(this.cursor, cell), { visibility: "visible" });
    this.svg.classList.toggle("sets", !!hit.sets?.length);
    this.tip.textContent = hit.tells(at);
    this.tip.hidden = false;
    const scale = this.svg.clientWidth / this.width || 1, half = this.tip.clientWidth / 2;
    this.tip.style.left = `${clamp((x + w / 2) * scale, half, this.svg.clientWidth - half)}px`;
    const above = y * scale > this.tip.clientHeight + 6;
    this.tip.style.top = `${above ? y * scale - 4 : (y + h) * scale + this.tip.clientHeight + 6}px`;
    this.pointed = [number, at];
  }

  leave() {
    this.pointed = null;
    this.tip.hidden = true;
    set(this.cursor, { visibility: "hidden" });
    this.svg.classList.remove("sets");
  }

  // What lies under a pointer: the uppermost that has a size, or the nearest point.
  under(event) {
    const frame = this.svg.getBoundingClientRect(), scale = this.width / frame.width;
    const [x, y] = [(event.clientX - frame.left) * scale, (event.clientY - frame.top) * scale];
    let nearest = null;
    for (let number = this.hits.length - 1; number >= 0; number--) {
      const found = this.hits[number].find(x, y);
      if (found && found.away < (nearest?.away ?? NEAR)) nearest = { ...found, number };
      if (found && !found.away) break;
    }
    return nearest && [nearest.number, nearest.place];
  }

  point(event) {
    const found = this.under(event);
    if (found) this.mark(...found); else this.leave();
  }

  click(event) {  // who drags over a text wants to copy it
    const found = getSelection().isCollapsed && this.under(event);
    if (!found) return;
    this.touch.children[found[0]].focus({ preventScroll: true });
    this.choose(...found);
  }

  choose(number, place, walks = false) {
    this.places[number] = place;
    for (const [name, value] of this.hits[number].chosen(place, walks))
      if (value !== undefined && value !== null) this.adapter.set(name, value);
    this.mark(number, place);
  }

  focus({ target }) {
    const number = [...this.touch.children].indexOf(target);
    if (number >= 0 && target.matches(":focus-visible")) this.mark(number, this.places[number]);
  }

  key(event) {
    const number = [...this.touch.children].indexOf(event.target), hit = this.hits[number];
    if (!hit || event.ctrlKey || event.metaKey || event.altKey) return;
    if (WAYS[event.key]) {
      const place = hit.move(this.places[number], ...WAYS[event.key]);
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
    for (const part of box.querySelectorAll(".noUi-handle, select, input, [role=progressbar], .widget-readout, button"))
      if (!part.textContent.trim() || !part.matches("button"))
        part.getAttribute("aria-label") ?? part.setAttribute("aria-label", part.title || words);
  }
  for (const list of root?.querySelectorAll("select, .stage-picture") ?? [])
    list.dataset.lmSuppressShortcuts = "true";
}

export default { render };
