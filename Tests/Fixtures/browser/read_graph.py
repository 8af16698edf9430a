"""Reads a flame graph as people do: python3 read_graph.py SVG FRAME TEXT

Opens the file in Chromium, clicks on FRAME, resets the zoom, searches for TEXT, and opens the address that is left once more.
Prints what is seen after each step, and every error of the page, as JSON.
"""

import json
import pathlib
import sys

from browser import Page

SEEN = """[...document.querySelectorAll(".frame:not(.hidden)")].map((group) => {
  const title = group.querySelector("title").textContent, box = group.querySelector("rect").getBoundingClientRect();
  return {name: title.slice(0, title.lastIndexOf(" (")), width: box.width, x: box.x + box.width / 2, y: box.y + box.height / 2,
          found: group.classList.contains("found"), outer: group.classList.contains("outer")};
})"""
PLACE = """(() => { const box = document.getElementById("%s").getBoundingClientRect();
  return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()"""


def seen(page):
    return {"frames": page.evaluate(SEEN), "detail": page.evaluate('document.getElementById("detail").textContent')}


def main(file, frame, text):
    with Page() as page:
        page.prompt = text
        page.open(pathlib.Path(file).resolve().as_uri())
        steps = {"opened": seen(page)}
        page.click(next(each for each in steps["opened"]["frames"] if each["name"] == frame))
        steps["zoomed"] = seen(page)
        page.click(page.evaluate(PLACE % "reset"))
        steps["reset"] = seen(page)
        page.click(page.evaluate(PLACE % "search"))
        steps["searched"] = seen(page)
        page.click(next(each for each in steps["reset"]["frames"] if each["name"] == frame))
        page.open(page.evaluate("location.href"))
        steps["again"] = seen(page)
        print(json.dumps({"errors": page.errors, "steps": steps}))


main(*sys.argv[1:])
