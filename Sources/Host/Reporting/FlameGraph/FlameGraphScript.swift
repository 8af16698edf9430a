/// What makes a flame graph interactive; the address's fragment holds its state: `#zoom=<frame>&search=<text>`.
enum FlameGraphScript {
  static let text = #"""

    "use strict";
    const svg = document.documentElement;
    const total = Number(svg.dataset.total), margin = Number(svg.dataset.margin);
    const width = svg.viewBox.baseVal.width - 2 * margin;
    const detail = document.getElementById("detail"), summary = detail.textContent;
    const frames = [...document.querySelectorAll(".frame")].map((group, index) => ({
      group, index, name: group.querySelector("title").textContent,
      start: Number(group.dataset.start), count: Number(group.dataset.count), depth: Number(group.dataset.depth),
      rect: group.querySelector("rect"), text: group.querySelector("text"),
    }));
    const label = (frame) => frame.name.slice(0, frame.name.lastIndexOf(" ("));
    const state = new URLSearchParams(location.hash.slice(1));

    function draw() {
      const zoom = frames[Number(state.get("zoom"))] ?? frames[0];
      const scale = width / Math.max(1, zoom.count), end = zoom.start + zoom.count;
      for (const frame of frames) {
        const isOuter = frame.depth < zoom.depth && frame.start <= zoom.start && frame.start + frame.count >= end;
        const isInner = frame.depth >= zoom.depth && frame.start >= zoom.start && frame.start + frame.count <= end;
        const x = isOuter ? margin : margin + (frame.start - zoom.start) * scale;
        const wide = isOuter ? width : frame.count * scale;
        frame.group.classList.toggle("outer", isOuter);
        frame.group.classList.toggle("hidden", !isOuter && !isInner);
        frame.rect.setAttribute("x", x);
        frame.rect.setAttribute("width", wide);
        frame.text.setAttribute("x", x + 3);
        const room = Math.floor((wide - 6) / 7.3), name = label(frame);
        frame.text.textContent = room < 3 ? "" : name.length <= room ? name : name.slice(0, room - 1) + "…";
      }
      document.getElementById("reset").classList.toggle("hidden", zoom === frames[0]);
      mark(state.get("search"));
    }

    /** Marks frames whose name has the text, and counts each sample once. */
    function mark(wanted) {
      let covered = 0, reached = -1;
      const found = frames.filter((frame) => wanted && label(frame).toLowerCase().includes(wanted.toLowerCase()));
      for (const frame of frames) frame.group.classList.toggle("found", found.includes(frame));
      for (const frame of found.sort((a, b) => a.start - b.start || b.count - a.count)) {
        const end = frame.start + frame.count, begin = Math.max(frame.start, reached);
        if (end > begin) covered += end - begin;
        reached = Math.max(reached, end);
      }
      detail.textContent = wanted ? `“${wanted}”: ${(100 * covered / Math.max(1, total)).toFixed(1)} %` : summary;
    }

    function set(key, value) {
      if (value) state.set(key, value); else state.delete(key);
      history.replaceState(null, "", "#" + state);
      draw();
    }

    for (const frame of frames) {
      frame.group.addEventListener("click", () => set("zoom", frame.index ? String(frame.index) : ""));
      frame.group.addEventListener("mouseenter", () => { if (!state.get("search")) detail.textContent = frame.name; });
    }
    document.getElementById("reset").addEventListener("click", () => set("zoom", ""));
    document.getElementById("search").addEventListener("click", () => set("search", prompt("Mark frames whose name has", "")));
    addEventListener("keydown", (event) => { if (event.key === "Escape") set("zoom", ""); });
    draw();

    """#
}
