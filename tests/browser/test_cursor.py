"""What is hovered is looked at, what is clicked stays; what stands beside the drawing covers nothing."""

from __future__ import annotations

from playwright.sync_api import expect

from scripts.chromium import PHONE

STEP = ".player-slider"


def test_the_pointer_over_the_network_or_a_chart_looks_at_a_step_and_leaves_no_trace(lab):
    page = lab.open("t=30")
    address = page.url
    for picture in (".network-canvas", "#view-panel .view-plot"):
        page.locator(picture).hover()
        expect(page.locator(STEP)).not_to_have_value("30")
        assert page.url == address
        page.mouse.move(5, 5)
        expect(page.locator(STEP)).to_have_value("30")
    assert page.url == address


def test_a_click_on_the_network_or_a_chart_keeps_its_step_in_the_address(lab):
    page, before = lab.open("t=30"), "30"
    for picture, x in ((".network-canvas", 300), ("#view-panel .view-plot", 350)):
        page.locator(picture).click(position={"x": x, "y": 60})
        page.mouse.move(5, 5)
        step = lab.step_at_rest()
        assert step != before
        lab.in_address("t", step)
        before = step


def test_a_finger_that_scrolls_the_page_over_the_network_changes_no_step_and_a_tap_does(open_lab):
    lab = open_lab(viewport=PHONE, has_touch=True, is_mobile=True)
    page = lab.open("t=90")
    box = page.locator(".network-canvas").bounding_box()
    x, y = box["x"] + 120, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    for kind, up in [("touchStart", 0), *[("touchMove", up) for up in range(10, 200, 10)]]:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - up}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("scrollY > 20")
    assert lab.step_at_rest() == "90"
    page.locator(".network-canvas").tap(position={"x": 120, "y": 60})
    expect(page.locator(STEP)).not_to_have_value("90")
    lab.in_address("t", lab.step_at_rest())


def test_the_help_of_a_control_covers_neither_it_nor_the_next_one(lab):
    page = lab.open()
    covered = page.evaluate(
        """
        () => {
          const rows = [...document.querySelectorAll("#controls .controls-scroll [data-help]")]
            .filter((row) => row.checkVisibility() && row.querySelector("input, select"));
          const found = [];
          rows.forEach((row, i) => {
            row.querySelector("input, select").focus();
            const help = document.querySelector(".hint-line");
            const note = help.getBoundingClientRect();
            if (!note.height) found.push(`${row.dataset.control} has no help`);
            const scroll = document.querySelector(".controls-scroll").getBoundingClientRect();
            for (const near of [row, rows[i + 1]].filter(Boolean)) {
              const box = near.getBoundingClientRect();
              const shown = Math.min(box.bottom, scroll.bottom) - Math.max(box.top, scroll.top);
              if (shown > 2 && box.top < note.bottom - 1 && box.bottom > note.top + 1)
                found.push(`the help of ${row.dataset.control} covers ${near.dataset.control}`);
            }
          });
          return found;
        }
        """
    )
    assert covered == []
    page.locator('[data-control="rho"] .label').hover()
    expect(page.locator(".hint-line")).not_to_be_empty()
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(700, 500)
    expect(page.locator(".hint-line")).to_be_empty()


def test_a_gradient_that_leaves_the_scale_offers_the_wider_one_and_the_picture_keeps_its_place(lab):
    page = lab.open()
    place = page.locator("#tabs").bounding_box()
    wider = page.get_by_role("button", name="Beyond the scale: widen it")
    expect(wider).to_be_hidden()
    lab.set("rho", 2.5)
    expect(wider).to_be_visible()
    assert page.locator("#tabs").bounding_box() == place
    wider.click()
    lab.in_address("scale", "wide")
    expect(wider).to_be_hidden()


def test_what_the_task_asks_is_said_on_a_phone_too_in_both_languages(open_lab):
    lab = open_lab(viewport=PHONE)
    for query, words in (("t=50", "add the two marked numbers"), ("t=50&lang=es", "suma los dos números marcados")):
        asks = lab.open(query).locator(".ribbon-legend .asks")
        expect(asks).to_have_text(words)
        assert asks.bounding_box()["height"] > 10
