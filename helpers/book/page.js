// Shows recorded explorers on a page without a kernel: native controls, and the picture
// of JupyterLab's front end. A classic script, since a page from disk may load no module.
(() => {
const { View } = globalThis.stage;
const AHEAD = "800px"; // a recording is loaded when its explorer comes so near
const PLAY_MS = 1500;
const NARROW = 560; // pixels, as in layout.py
const unpacked = new Map(); // name of a recording -> a promise of it, and who keeps it

// Each recording is a script that calls this: a page from disk may not fetch a file.
globalThis.stageRecording = (name, packed) => unpacked.get(name).resolve(unpack(packed));

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function load(folder, name) {
  if (!unpacked.has(name)) {
    let resolve;
    const promise = new Promise((done) => { resolve = done; });
    unpacked.set(name, { promise, resolve });
    const script = document.createElement("script");
    script.src = `${folder}${name}.js`;
    document.head.append(script);
  }
  return unpacked.get(name).promise;
}

const add = (parent, name, attributes = {}, text = "") => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return parent.appendChild(node);
};

// The pieces of a recording's pictures, each made ready when it is first shown.
class Pieces {
  constructor({ pieces }, blobs) { Object.assign(this, { pieces, blobs, ready: new Map() }); }
  get(number) {
    if (!this.ready.has(number)) this.ready.set(number, this.whole(this.pieces[number]));
    return this.ready.get(number);
  }
  whole({ svg, hits = [] }) {
    const packed = (hit) => btoa(Array.from(
      new Uint8Array(Int16Array.from(this.blobs[hit.numbers]).buffer), (byte) => String.fromCharCode(byte)).join(""));
    return {
      svg: svg.replace(/base64,\{(\d+)\}/g, (_, blob) => `base64,${this.blobs[blob]}`),
      hits: hits.map((hit) => "numbers" in hit ? { ...hit, numbers: packed(hit) } : hit),
    };
  }
}

// What a recording says of its controls: the values that they have now are `state`.
class Recorded {
  constructor(controls) {
    Object.assign(this, controls);
    this.place = Object.fromEntries(this.controls.map(({ name }, i) => [name, i]));
    this.reset();
  }
  take(pictures, blobs) {
    this.pictures = pictures;
    this.tape = { parts: new Pieces(pictures, blobs) };
  }
  reset() { this.state = [...this.first]; }
  key(state) { return this.context.map((name) => state[this.place[name]]).join("|"); }
  here() { return this.contexts[this.key(this.state)]; }
  domain(name) { return this.domains[this.here().domains[this.place[name]]]; }
  get(name) { return this.state[this.place[name]]; }
  at(name) { return this.domain(name).findIndex(([raw]) => raw === this.get(name)); }

  // A value that was not recorded goes to the nearest that was.
  nearest(domain, raw) {
    const known = domain.map(([each]) => each);
    if (known.includes(raw) || typeof raw !== "number") return known.includes(raw) ? raw : known[0];
    return known.reduce((best, each) => Math.abs(each - raw) < Math.abs(best - raw) ? each : best);
  }

  // The same that the kernel does: what can no longer be chosen goes to its first value.
  set(name, raw) {
    const before = this.here(), state = [...this.state];
    state[this.place[name]] = this.nearest(this.domain(name), raw);
    if (this.context.includes(name)) {
      let key = this.key(state);
      if (!(key in this.contexts)) {
        const place = this.context.indexOf(name), wanted = String(state[this.place[name]]);
        key = Object.keys(this.contexts).find((each) => each.split("|")[place] === wanted);
      }
      const after = this.contexts[key], resets = this.resets[name] ?? [];
      this.controls.forEach(({ name: other, kind }, i) => {
        if (this.context.includes(other)) state[i] = after.first[i];
        else if (after.domains[i] !== before.domains[i])
          state[i] = kind === "number" ? this.nearest(this.domains[after.domains[i]], state[i]) : after.first[i];
        else if (resets.includes(other)) state[i] = after.first[i];
      });
    }
    this.state = state;
  }

  frame() {
    const { needs, tables, pieces, width } = this.pictures, here = tables[this.key(this.state)];
    const numbers = needs.map((names, number) => here[number][
      names.reduce((sum, name) => sum * this.domain(name).length + this.at(name), 0)]);
    const [sentence, note, height] = numbers.slice(0, 3).map((number) => pieces[number]);
    return { parts: numbers.slice(3).filter((number) => number >= 0), sentence, note, height, width };
  }
}

// The controls of a recording, as native inputs; `show` brings each up to date.
class Panel {
  constructor(root, recorded, changed) {
    Object.assign(this, { root, recorded, changed, shows: [] });
    for (const control of recorded.controls) {
      const row = add(root, "div", { class: `stage-control ${control.kind}` });
      const build = { list: this.list, sentence: this.list, switch: this.switch }[control.kind] ?? this.slider;
      build.call(this, row, control);
    }
    for (const { label, tip, sets } of Object.values(recorded.actions))
      this.button(root, label, tip, () => {
        const found = sets[recorded.key(recorded.state)];
        for (const [name, raw] of Object.entries(found)) recorded.set(name, raw);
        changed();
      });
    this.button(root, "Reset", "Put every control back", () => { recorded.reset(); changed(); });
    for (const label of recorded.live) this.needsKernel(root, `${label}: live, in`);
  }
  button(row, text, title, act) {
    const button = add(row, "button", { type: "button", title }, text);
    button.addEventListener("click", act);
    return button;
  }
  needsKernel(row, words) {
    const note = add(row, "small", {}, `${words} `);
    add(note, "a", { href: "index.html#run-it-yourself" }, "JupyterLab");
  }
  named({ name, label, tip }) { return { "aria-label": label || name, title: tip }; }
  set(name, raw) { this.recorded.set(name, raw); this.changed(); }
  show() { this.shows.forEach((show) => show()); }

  slider(row, control) {
    const { recorded } = this, { name } = control, steps = control.kind === "steps";
    const move = (by) => {
      const domain = recorded.domain(name), at = recorded.at(name) + by;
      if (domain[at]) this.set(name, domain[at][0]);
      return at + by in domain;
    };
    if (steps) this.stepper(row, move);
    const label = add(row, "label", {}, control.label);
    const input = add(label, "input", { type: "range", min: 0, step: 1, ...this.named(control) });
    const value = add(label, "output");
    input.addEventListener("input", () => this.set(name, recorded.domain(name)[input.value][0]));
    this.shows.push(() => {
      const domain = recorded.domain(name), at = recorded.at(name);
      input.max = domain.length - 1;
      input.value = at;
      input.disabled = domain.length < 2;
      value.textContent = domain[at][1];
      input.setAttribute("aria-valuetext", domain[at][1]);
    });
  }

  stepper(row, move) {
    this.button(row, "◀ Previous", "One step back", () => { move(-1); });
    this.button(row, "Next ▶", "One step on", () => { move(1); });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    let timer = null;
    this.button(row, "Play", "Step by step; once more stops", () => {
      const playing = timer !== null;
      clearInterval(timer);
      timer = playing ? null : setInterval(() => { if (!move(1)) { clearInterval(timer); timer = null; } }, PLAY_MS);
    });
  }

  list(row, control) {
    const { recorded } = this, { name } = control;
    const label = add(row, "label", {}, control.label);
    const select = add(label, "select", this.named(control));
    let shown = null;
    select.addEventListener("change", () => this.set(name, recorded.domain(name)[select.selectedIndex][0]));
    this.shows.push(() => {
      const domain = recorded.domain(name);
      if (domain !== shown) {
        select.replaceChildren();
        for (const [, text] of domain) add(select, "option", {}, text || "…");
        shown = domain;
      }
      select.selectedIndex = recorded.at(name);
    });
    if (control.kind === "sentence") this.needsKernel(row, "Your own sentence: in");
  }

  switch(row, control) {
    const { recorded } = this, { name, label } = control;
    const button = this.button(row, label || name, control.tip, () => this.set(name, !recorded.get(name)));
    this.shows.push(() => button.setAttribute("aria-pressed", recorded.get(name)));
  }
}

// Puts an explorer's controls on the page; its pictures are loaded when it comes near,
// or when somebody moves it first.
function prepare(place) {
  const { explorer, folder, recording } = place.dataset;
  const recorded = new Recorded(JSON.parse(place.querySelector("script").textContent));
  const width = place.clientWidth < NARROW ? "narrow" : "wide", still = place.querySelector("img");
  const controls = add(place, "div", { class: "stage-controls" });
  const root = add(place, "div", { class: "stage-root" });
  place.prepend(controls);
  let view = null;
  const panel = new Panel(controls, recorded, () => { panel.show(); draw(); });
  const draw = async () => {
    if (!view) {
      const parts = [width, "blobs"].map((part) => load(folder, `${recording}-${part}`));
      const found = await Promise.all(parts);
      if (!view) {
        recorded.take(...found);
        view = new View(root, recorded.tape, {
          title: explorer,
          get: (name) => recorded.get(name),
          set: (name, raw) => { if (name in recorded.place) panel.set(name, raw); },
        });
        still.remove();
      }
    }
    view.show(recorded.frame());
  };
  panel.show();
  return draw;
}

// What a reader guesses before Reveal, and whether code is shown: kept in this browser.
const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private */ } };
const recall = (name) => { try { return localStorage.getItem(name) ?? ""; } catch { return ""; } };

// A line to write into, and what is said of what was written last.
function offerLine(form, name, action, tell, act = () => {}) {
  form.classList.add("stage-guess");
  const input = add(add(form, "label", {}, "Your answer"), "input", { type: "text", autocomplete: "off" });
  add(form, "button", {}, action);
  const said = add(form, "output", { role: "status" });
  const show = (text) => { said.textContent = text && tell(text); };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) { said.textContent = "Write down an answer first: a number, a shape, a word."; return; }
    remember(name, text);
    show(text);
    act();
  });
  input.value = recall(name);
  show(input.value);
}

// Before each Reveal a reader may commit to an answer, which then stands beside it.
function askFirst(details, number) {
  const form = document.createElement("form"), page = location.pathname.split("/").pop();
  offerLine(form, `${page}#${number}`, "Commit and reveal", (guess) => `You said: ${guess}`,
    () => { details.open = true; });
  details.before(form);
}

// What helpers/lessons/exercise.py does with an answer that is a value.
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i, TOLERANCE = 1e-4;
const numbersIn = (text) => {
  const parts = text.replaceAll("−", "-").replace(/^[([]|,?\s*[)\]]$/g, "").split(/[,×]/).map((part) => part.trim());
  return parts.every((part) => NUMBER.test(part)) ? parts.map(Number) : null;
};
function agrees(answer, text) {
  if (typeof answer === "string") return answer === text.replace(/^["']|["']$/g, "").trim().toLowerCase();
  const ours = [answer].flat(), theirs = numbersIn(text);
  return theirs?.length === ours.length
    && ours.every((one, i) => Math.abs(one - theirs[i]) <= TOLERANCE * (1 + Math.abs(theirs[i])));
}
function checkAnswers(form) {
  const { answers, number, text } = JSON.parse(form.querySelector("script").textContent);
  const check = (given) => {
    const found = answers.findIndex(([answer]) => agrees(answer, given));
    return found === 0 ? "✓ passed" : `✗ ${answers[found]?.[1] ?? (numbersIn(given) ? number : text)}`;
  };
  offerLine(form, form.dataset.name, "Check", check);
}

// Code can be folded away on every page, for who wants to read and touch alone.
function offerCode() {
  const cells = document.querySelectorAll(".cell_input");
  if (!cells.length) return;
  const button = document.createElement("button");
  button.className = "stage-code";
  const show = (hides) => {
    document.body.classList.toggle("stage-no-code", hides);
    button.textContent = hides ? "Show code" : "Hide code";
    button.setAttribute("aria-pressed", hides);
  };
  button.addEventListener("click", () => {
    const hides = !document.body.classList.contains("stage-no-code");
    remember("hides code", hides ? "yes" : "");
    show(hides);
  });
  show(recall("hides code") === "yes");
  document.querySelector("article h1")?.after(button);
}

const draws = new Map();
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries)
    if (isIntersecting) { watcher.unobserve(target); draws.get(target)(); }
}, { rootMargin: AHEAD });
function begin() {
  for (const place of document.querySelectorAll("[data-recording]")) {
    draws.set(place, prepare(place));
    watcher.observe(place);
  }
  const reveals = [...document.querySelectorAll("details")]
    .filter((each) => each.querySelector("summary")?.textContent === "Reveal");
  reveals.forEach(askFirst);
  document.querySelectorAll("form.stage-exercise").forEach(checkAnswers);
  offerCode();
}
if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin); else begin();
})();
