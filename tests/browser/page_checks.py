"""What every page must keep to, looked for in the page itself: labels, ids, sizes to tap, contrast (WCAG 2.2)."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page, expect

SMALLEST_TARGET_PX = 44
LEAST_CONTRAST = 4.5
LEAST_BODY_CONTRAST = 7.0

_LABELS = """
() => [...document.querySelectorAll("input:not([type=hidden]), textarea, select, button, a[href], img")]
  .filter((e) => {
    const label = e.labels && e.labels.length ? e.labels[0].textContent : "";
    const words = label + (e.getAttribute("aria-label") || "") + e.textContent;
    return e.tagName === "IMG" ? !e.hasAttribute("alt") : !words.trim();
  })
  .map((e) => `no label: ${e.outerHTML.slice(0, 80)}`)
"""
_IDS = """
() => [...document.querySelectorAll("[id]")].map((e) => e.id)
  .filter((id, place, all) => all.indexOf(id) !== place).map((id) => `id used twice: ${id}`)
"""
_TARGETS = """
(least) => [...document.querySelectorAll("a[href], button, textarea")]
  .filter((e) => e.checkVisibility() && !e.classList.contains("skip"))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => Math.min(box.width, box.height) < least)
  .map(([e, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} px: ${e.outerHTML.slice(0, 80)}`)
"""
# Relative luminance and contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
_COLOURS = """
([least, leastBody]) => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest(".unseen, .skip, template")) continue;
    const pair = [luminance(parse(getComputedStyle(e).color)), luminance(ground(e))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    const isBody = e.matches(".say, .list li, .asked bdi, .intro p:not(.danger), .page p");
    const wanted = isBody ? leastBody : least;
    if (ratio < wanted) faults.add(`contrast ${ratio.toFixed(2)}: ${e.outerHTML.slice(0, 80)}`);
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (size < 16) faults.add(`type of ${size} px: ${e.outerHTML.slice(0, 80)}`);
  }
  return [...faults];
}
"""


Scheme = Literal["light", "dark"]


def show_as(page: Page, scheme: Scheme, *, is_large: bool) -> None:
    """Show a page of the web chat in a colour scheme, without motion, and in large type where that is asked for."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if is_large:
        page.get_by_role("button", name="大字").click()
        expect(page.locator("html")).to_have_class("large")


def page_faults(page: Page) -> list[str]:
    """Return all that makes a page unfit for somebody; empty where it is fit for everyone."""
    return [*label_faults(page), *id_faults(page), *target_faults(page), *colour_faults(page)]


def label_faults(page: Page) -> list[str]:
    """Return the controls and pictures that say nothing to a screen reader."""
    return list(page.evaluate(_LABELS))


def id_faults(page: Page) -> list[str]:
    """Return the ids that stand more than once."""
    return list(page.evaluate(_IDS))


def target_faults(page: Page) -> list[str]:
    """Return what is too small to tap."""
    return list(page.evaluate(_TARGETS, SMALLEST_TARGET_PX))


def colour_faults(page: Page) -> list[str]:
    """Return what is too faint or too small to read."""
    return list(page.evaluate(_COLOURS, [LEAST_CONTRAST, LEAST_BODY_CONTRAST]))
