// Listens to what happens (GET /live) and tells the page by events of its window: `palier:change` with {seq, kind, ref},
// `palier:resync` when everything is to be asked for anew, `palier:offline` and `palier:online`.
//
// One tab listens for all tabs of a browser: the one that holds the lock. When it goes, the next one goes on. Each tab
// leaves out what its page knew already and what it was told before, so that being told twice does no harm.

const cursor = Number(document.querySelector("script[data-cursor]")?.dataset.cursor) || 0;
const tabs = navigator.locks && self.BroadcastChannel && new BroadcastChannel("palier-live");
const known = new Set();
const [FAILED, SILENT, LOST] = [60_000, 60_000, 8_000];

/** Up to where this page knows everything, and up to where the stream has told everything. */
let [shown, told] = [cursor, cursor];
let line = "online";
/** Only in the tab that listens. */
let source, heard, again, lost, wait = 1_000;

const say = (...message) => tabs?.postMessage(message);

/** In every tab. */
function take(name, detail) {
  if (detail) {
    told = detail.seq || told;
    if (name === "pulse") return;
    if (name === "resync") {
      // A log that was restored from a backup is shorter than it was: its numbers come once more, for something else.
      shown = told;
      known.clear();
    } else if (detail.seq <= shown || known.has(detail.seq)) return;
    else if (known.add(detail.seq).size > 1_000) known.delete(known.values().next().value);
  } else if (line === name) return;
  else line = name;
  dispatchEvent(new CustomEvent(`palier:${name}`, { detail }));
}

function pass(name, detail) {
  take(name, detail);
  say(name, detail);
}

function listen() {
  clearTimeout(again);
  source?.close();
  heard = Date.now();
  source = new EventSource(told ? `/live?last=${told}` : "/live");
  source.onopen = () => {
    clearTimeout(lost);
    lost = 0;
    wait = 1_000;
    pass("online");
  };
  source.onerror = () => {
    lost ||= setTimeout(pass, LOST, "offline");
    if (source.readyState !== EventSource.CLOSED) return;
    again = setTimeout(listen, wait * (0.5 + Math.random()));
    wait = Math.min(2 * wait, FAILED);
  };
  for (const name of ["pulse", "change", "resync"]) source.addEventListener(name, hear);
}

function hear({ type, lastEventId, data }) {
  heard = Date.now();
  pass(type, { seq: Number(lastEventId), ...JSON.parse(data) });
}

/** Another tab knows everything up to a cursor: what came behind it was told before that tab listened. */
function meet(cursor) {
  if (line === "offline") say(line);
  if (cursor && cursor < told) told = cursor;
  else if (source.readyState !== EventSource.CLOSED) return;
  listen();
}

// A connection that is lost without a word, as when a computer sleeps, is silent.
setInterval(() => source && Date.now() - heard > SILENT && listen(), 10_000);
addEventListener("online", () => source && listen());
addEventListener("pageshow", (event) => event.persisted && take("resync", { seq: told }));

if (tabs) {
  tabs.onmessage = ({ data: [name, detail] }) => {
    if (name === "who") say("here", told);
    else if (name === "here") source && meet(detail);
    else take(name, detail);
  };
  const lead = () => {
    listen();
    say("who");
    return new Promise(() => {});
  };
  navigator.locks.request("palier-live", lead).catch(listen);
  say("here", told);
} else listen();
