"""Reads a report's page as people do: python3 read_page.py PAGE AXE

Opens PAGE in Chromium from disk, uses what it offers, and prints what was seen as JSON; AXE is the axe-core script that
looks for what people cannot read who cannot see, or not well.
"""

import json
import pathlib
import sys

from browser import Page

COUNT = """Object.fromEntries([...document.querySelectorAll("main > section")].map((section) =>
  [section.id, {marks: section.querySelectorAll("svg:not(.key) :is(use, circle, path, rect, .request)").length,
                rows: section.querySelectorAll("tr, li").length}]))"""
FOREST = """[...document.querySelectorAll("#forest li:not(.axis)")].filter((row) => row.getClientRects().length)
  .map((row) => [row.closest("[data-condition]").dataset.condition, row.textContent.trim(),
                 row.querySelector("use:not(.key use)")?.getAttribute("x") ?? ""])"""
MATRIX = """[...document.querySelectorAll("#heatmap tbody tr:not(.category)")].filter((row) => row.getClientRects().length)
  .map((row) => [...row.cells].filter((cell) => cell.getClientRects().length).map((cell) => cell.className + ": " + cell.textContent.trim()))"""
GLANCE = """[...document.querySelectorAll("#glance tbody th")].map((head) => head.textContent.trim())"""
DRAW = "(() => { const start = performance.now(); draw(); return performance.now() - start; })()"
WIDE = """[...document.querySelectorAll("main *")].filter((each) => !each.closest(".wrap, .costs, svg, .hidden, table, .choice, pre"))
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && each.getClientRects().length)
  .map((each) => each.tagName + "." + each.className).slice(0, 5)"""
CHOOSE = """(() => { const box = document.getElementById("%s"); box.value = "%s";
  box.dispatchEvent(new Event("change", {bubbles: true})); })()"""
FOCUS = """(document.activeElement.closest("td") ?? document.activeElement).id"""


def choose(page, box, value):
    page.evaluate(CHOOSE % (box, value))


def view(page):
    return {"forest": page.evaluate(FOREST), "matrix": page.evaluate(MATRIX), "glance": page.evaluate(GLANCE)}


def used(page):
    """What the page shows after each thing that people do with it."""
    steps = {"opened": view(page)}
    page.evaluate("draw()")
    steps["redrawn"] = view(page)
    choose(page, "reference", 1)
    steps["reference"] = view(page)
    choose(page, "reference", page.evaluate("data.reference"))
    last = page.evaluate("data.questions.length - 1")
    choose(page, "measure", last)
    steps["measure"] = view(page)
    choose(page, "measure", 0)
    page.evaluate("""document.querySelector("#heatmap thead th:last-child button").click()""")
    steps["sorted"] = view(page)
    page.evaluate("""document.querySelectorAll("#glance thead th button")[0].click()""")
    steps["ranked"] = view(page)
    page.evaluate("draw()")
    page.evaluate("""document.querySelector("#filter [data-hides=p1]").click()""")
    steps["filtered"] = view(page)
    page.evaluate("""document.getElementById("show-all").click()""")
    page.evaluate("""document.querySelector("[data-zoom='1.3']").click()""")
    steps["zoomed"] = view(page)
    page.evaluate("""document.querySelector("[data-zoom='']").click()""")
    return steps


def hidden(page):
    """How much is seen of the first category at first, when it is hidden, and when it is shown again."""
    seen = """[...document.querySelectorAll("main .c0:not(.key, use)")].filter((each) =>
      each.matches(".group") ? each.getBoundingClientRect().height > 1 : each.checkVisibility()).length"""
    counts = [page.evaluate(seen)]
    for _ in range(2):
        page.evaluate("""document.querySelector("#filter [data-hides=c0]").click()""")
        counts.append(page.evaluate(seen))
    return counts


def keyed(page):
    """Where the focus is after each key, from the matrix's first cell on, and what is told there."""
    page.evaluate("""document.querySelector("#heatmap tbody td a").focus()""")
    places = [page.evaluate(FOCUS)]
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.press(key)
        places.append(page.evaluate(FOCUS))
    told = page.evaluate("""document.getElementById("live").textContent""")
    page.press("Enter")
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    opened = page.evaluate("""[document.getElementById("cell").open, location.hash, document.getElementById("cell").textContent]""")
    page.press("Escape")
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    closed = page.evaluate("""[document.getElementById("cell").open, location.hash]""") + [page.evaluate(FOCUS)]
    return {"places": places, "told": told, "opened": opened, "closed": closed}


def main(file, axe):
    address = pathlib.Path(file).resolve().as_uri()
    with Page() as page:
        page.open(address)
        found = {"counts": page.evaluate(COUNT), "steps": used(page), "seen": hidden(page), "keys": keyed(page)}
        found["milliseconds"] = sorted(page.evaluate(DRAW) for _ in range(5))[2]
        page.open(address + "#" + found["keys"]["places"][1])
        found["linked"] = page.evaluate("""document.getElementById("cell-title")?.textContent ?? "" """)
        page.open(address)
        found["wide"] = {}
        for width in (360, 768, 1440):
            page.resize(width)
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            found["wide"][width] = [page.evaluate("document.documentElement.scrollWidth"), page.evaluate(WIDE)]
        page.evaluate(pathlib.Path(axe).read_text() + "; 0")
        found["violations"] = {}
        for theme in ("light", "dark"):
            page.evaluate(f"""document.getElementById("theme-{theme}").click()""")
            run = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            found["violations"][theme] = [
                f"{each['id']}: {each['help']}: {node['html'][:160]} {node['failureSummary'][:300]}"
                for each in run["violations"] for node in each["nodes"][:3]
            ]
        found["requests"] = [each for each in page.requests if not each.startswith((address, "about:", "data:"))]
        found["errors"] = page.errors
        print(json.dumps(found))


main(*sys.argv[1:])
